// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import dev.spanledger.testkit.databases.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;

/** A PgBouncer in transaction mode with two connections to the server. */
record PgBouncer(Process process, int port) implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  static PgBouncer start(Path program, TestDatabase database, Path directory) throws Exception {
    URI server = URI.create(database.jdbcUrl().replaceFirst("^jdbc:", ""));
    int port = freePort();
    Path settings = directory.resolve("pgbouncer.ini");
    Path users = directory.resolve("users.txt");
    Files.writeString(users, "\"%s\" \"%s\"%n".formatted(database.user(), database.password()));
    Files.writeString(
        settings,
        """
        [databases]
        * = host=%s port=%d
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = trust
        auth_file = %s
        pool_mode = transaction
        default_pool_size = 2
        ignore_startup_parameters = extra_float_digits
        """
            .formatted(server.getHost(), server.getPort(), port, users));
    readableByAll(directory, settings, users);
    List<String> command = List.of(program.toString(), "-u", user(), settings.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("pgbouncer.log").toFile())
            .start();
    PgBouncer bouncer = new PgBouncer(process, port);
    bouncer.awaitListening(directory);
    return bouncer;
  }

  /** Refuses to run as root. */
  private static String user() {
    String own = System.getProperty("user.name");
    return own.equals("root") ? "nobody" : own;
  }

  private static void readableByAll(Path directory, Path... files) throws IOException {
    directory.toFile().setExecutable(true, false);
    for (Path file : files) {
      file.toFile().setReadable(true, false);
    }
  }

  String reroute(String jdbcUrl) {
    return jdbcUrl.replaceFirst("//[^/]*", Matcher.quoteReplacement("//127.0.0.1:" + port));
  }

  private void awaitListening(Path directory) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new IllegalStateException(Files.readString(directory.resolve("pgbouncer.log")));
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
