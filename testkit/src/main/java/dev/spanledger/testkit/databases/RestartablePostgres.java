// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

import dev.spanledger.testkit.faults.StablePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An embedded PostgreSQL of its own for outage tests: stopped, killed and started again on the same
 * data directory and the same port.
 *
 * <p>What was committed before {@link #kill()} is there after {@link #start()} (synchronous_commit
 * is on; fsync is off, because the machine stays up). Methods block until the server is in the
 * asked state. Safe for use by several threads. Runs where the embedded binaries do: Linux and
 * macOS.
 */
public final class RestartablePostgres implements AutoCloseable {
  private static final String PID_FILE = "postmaster.pid";
  private static final Duration KILL_WAIT = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  private final TemporaryDirectory data = TemporaryDirectory.create("spanledger-postgres-");
  private final Thread closeAtExit = new Thread(this::stopAndDelete, "close-restartable-postgres");
  private final int port;
  private @Nullable EmbeddedPostgres running;

  /** Creates a server and starts it. Takes two to three seconds. */
  public static RestartablePostgres create() {
    return new RestartablePostgres();
  }

  private RestartablePostgres() {
    port = StablePort.find();
    running = launch(port);
    Runtime.getRuntime().addShutdownHook(closeAtExit);
  }

  /** Starts the server again; does nothing if it runs. After a kill, PostgreSQL recovers first. */
  public synchronized void start() {
    if (running == null) {
      running = launch(port);
    }
  }

  /** Stops the server as an administrator would: sessions end with SQLSTATE 57P01. */
  public synchronized void stop() {
    if (running != null) {
      close(running);
      running = null;
    }
  }

  /** Kills the server and every backend with SIGKILL: sessions see their socket close. */
  public synchronized void kill() {
    if (running == null) {
      return;
    }
    killProcesses();
    forgetLocks();
    running = null;
  }

  /**
   * Stops the server's processes where they are (SIGSTOP): connections stay open, and nothing is
   * answered until {@link #thaw()}.
   */
  public synchronized void freeze() {
    signal("STOP");
  }

  /** Lets a frozen server go on (SIGCONT). */
  public synchronized void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    processes().forEach(process -> command.add(Long.toString(process.pid())));
    try {
      new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the server was last started rather than stopped or killed. */
  public synchronized boolean isRunning() {
    return running != null;
  }

  /** Returns the port on localhost, the same for the life of this object. */
  public int port() {
    return port;
  }

  /** Returns the URL of the database {@code postgres}; no password is needed. */
  public String jdbcUrl() {
    return EmbeddedServer.url(port, EmbeddedServer.USER);
  }

  /** Returns the user to connect as, a superuser. */
  public String user() {
    return EmbeddedServer.USER;
  }

  /** Returns a DataSource without a pool that keeps working across restarts. */
  public DataSource dataSource() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(jdbcUrl());
    dataSource.setUser(user());
    return dataSource;
  }

  /** Stops the server and deletes its data. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(closeAtExit);
    stopAndDelete();
  }

  private void stopAndDelete() {
    stop();
    data.delete();
  }

  private EmbeddedPostgres launch(int wantedPort) {
    try {
      return EmbeddedServer.settings()
          .setDataDirectory(data.path())
          .setCleanDataDirectory(false)
          .setRegisterShutdownHook(false)
          .setServerConfig("synchronous_commit", "on")
          // TCP only: a killed server leaves no socket, and no lock on one, in /tmp.
          .setServerConfig("unix_socket_directories", "")
          .setPort(wantedPort)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("The embedded PostgreSQL did not start", e);
    }
  }

  private static void close(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void killProcesses() {
    List<ProcessHandle> all = processes();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(RestartablePostgres::awaitExit);
  }

  /** The postmaster first, or it would start recovery when its backends die. */
  private List<ProcessHandle> processes() {
    ProcessHandle postmaster = ProcessHandle.of(postmasterPid()).orElseThrow();
    return Stream.concat(Stream.of(postmaster), postmaster.descendants().toList().stream())
        .toList();
  }

  private static void awaitExit(ProcessHandle process) {
    long deadline = System.nanoTime() + KILL_WAIT.toNanos();
    while (runs(process)) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("Process " + process.pid() + " survived SIGKILL");
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  // A dead process stays in the table until its new parent, init, reaps it: in a container that can
  // take seconds. It has no executable any more.
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private long postmasterPid() {
    try (Stream<String> lines = Files.lines(data.path().resolve(PID_FILE))) {
      return Long.parseLong(lines.findFirst().orElseThrow().trim());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // EmbeddedPostgres.close() would ask the dead server to stop, and log that it cannot; only its
  // file lock must go. PostgreSQL would not start while the old process, dead or not, is in the
  // process table.
  private void forgetLocks() {
    try {
      Files.deleteIfExists(data.path().resolve("epg-lock"));
      Files.deleteIfExists(data.path().resolve(PID_FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
