// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** One client's connection through a proxy: two sockets, and a thread for each direction. */
final class ProxiedConnection {
  private static final int CHUNK = 16 * 1024;
  private static final int LONGEST_TRAP = 64;

  private final Socket client;
  private final Socket server = new Socket();
  private final Traffic traffic;
  private final Traffic own = new Traffic();
  private final Consumer<ProxiedConnection> whenCut;

  ProxiedConnection(Socket client, Traffic traffic, Consumer<ProxiedConnection> whenCut) {
    this.client = client;
    this.traffic = traffic;
    this.whenCut = whenCut;
  }

  void open(InetSocketAddress target) {
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(target);
      Daemon.run("tcp-proxy-requests", () -> pump(this::requests));
      Daemon.run("tcp-proxy-replies", () -> pump(this::replies));
    } catch (IOException e) {
      cut();
    }
  }

  /** Moves nothing more until it is cut. */
  void swallow() {
    own.stop();
  }

  /** Closes both sides with a reset rather than an orderly end. */
  void cut() {
    whenCut.accept(this);
    reset(client);
    reset(server);
    // Lets the threads that hold something back find out.
    own.flow(Duration.ZERO);
  }

  private interface Direction {
    void copy() throws IOException, InterruptedException;
  }

  // However one direction ends, the connection is over: neither peer here half-closes.
  private void pump(Direction direction) {
    try {
      direction.copy();
    } catch (IOException e) {
      // A peer is gone, or the connection was cut.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      whenCut.accept(this);
      close(client);
      close(server);
    }
  }

  private void requests() throws IOException, InterruptedException {
    byte[] chunk = new byte[CHUNK];
    for (int length; (length = client.getInputStream().read(chunk)) >= 0; ) {
      own.pass();
      traffic.pass();
      server.getOutputStream().write(chunk, 0, length);
    }
  }

  private void replies() throws IOException, InterruptedException {
    byte[] chunk = new byte[CHUNK];
    String tail = "";
    for (int length; (length = server.getInputStream().read(chunk)) >= 0; ) {
      String seen = tail + new String(chunk, 0, length, StandardCharsets.ISO_8859_1);
      if (traffic.springsTrap(seen)) {
        cut();
        return;
      }
      // Only what comes after the trap was set may spring it.
      tail = traffic.hasTrap() ? seen.substring(Math.max(0, seen.length() - LONGEST_TRAP)) : "";
      own.pass();
      traffic.pass();
      client.getOutputStream().write(chunk, 0, length);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Closed already.
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed already.
    }
  }
}
