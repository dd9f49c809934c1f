// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;

/**
 * A real TCP proxy on loopback that misbehaves on demand.
 *
 * <p>It starts by forwarding. Each method takes effect at once, on open connections as on later
 * ones, until the next. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final int MOST_LEAVING_SECONDS = 5;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final InetSocketAddress target;
  private final Traffic traffic = new Traffic();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final int port;
  private ServerSocket listener;

  /** Counted down when the listener's thread has left it. */
  private CountDownLatch left = new CountDownLatch(0);

  private volatile boolean closesOnAccept;

  /** Listens on a free port of loopback and forwards to a server. */
  public static TcpProxy to(String host, int port) {
    return new TcpProxy(new InetSocketAddress(host, port));
  }

  /**
   * Forwards to the server that a JDBC URL names; see {@link #reroute}.
   *
   * @param jdbcUrl with one host and a port, such as {@code jdbc:postgresql://localhost:5432/db}
   */
  public static TcpProxy inFrontOf(String jdbcUrl) {
    URI uri = URI.create(jdbcUrl.replaceFirst("^jdbc:", ""));
    return to(uri.getHost(), uri.getPort());
  }

  private TcpProxy(InetSocketAddress target) {
    this.target = target;
    this.port = StablePort.find();
    this.listener = listen(port);
  }

  /** Returns the port on 127.0.0.1 to connect to. */
  public int port() {
    return port;
  }

  /** Returns a JDBC URL with its host and port replaced by this proxy's. */
  public String reroute(String jdbcUrl) {
    return jdbcUrl.replaceFirst("//[^/]*", Matcher.quoteReplacement("//127.0.0.1:" + port()));
  }

  /** Forwards everything, and first what a black hole held back. Listens again if it did not. */
  public synchronized void forward() {
    closesOnAccept = false;
    traffic.flow(Duration.ZERO);
    if (listener.isClosed()) {
      listener = listen(port);
    }
  }

  /** Forwards each chunk of bytes, in either direction, this much later. */
  public synchronized void delay(Duration delay) {
    forward();
    traffic.flow(delay);
  }

  /**
   * Moves no bytes in either direction, as a network that drops packets. Connections open and stay
   * open; what is sent waits and arrives if {@link #forward()} comes in time.
   */
  public synchronized void blackHole() {
    forward();
    traffic.stop();
  }

  /**
   * Moves no more bytes on the connections that are open now, for good, as a firewall that forgot
   * them: they stay open and silent until they are cut. New ones are forwarded.
   */
  public synchronized void swallowOpen() {
    forward();
    connections.forEach(ProxiedConnection::swallow);
  }

  /** Resets every open connection; new ones are forwarded. */
  public synchronized void cut() {
    cutAll();
    forward();
  }

  /** Resets every open connection, and closes each new one as soon as it is accepted. */
  public synchronized void acceptAndClose() {
    cut();
    closesOnAccept = true;
    // One may have been accepted in between.
    cutAll();
  }

  /** Resets every open connection and stops listening: new ones are refused. */
  public synchronized void refuse() {
    stopListening();
    cutAll();
    // Lets the threads of connections that a black hole held find out that they are closed.
    traffic.flow(Duration.ZERO);
  }

  /**
   * Resets, once, the connection on which the server next sends this text, instead of passing it
   * on. With {@code "COMMIT\0"}, PostgreSQL has committed and the client never hears of it.
   *
   * @param text one byte a character, at most 64
   */
  public void cutAtReply(String text) {
    traffic.cutAtReply(text);
  }

  /** Returns whether the reply of {@link #cutAtReply} is still to come. */
  public boolean awaitsReply() {
    return traffic.hasTrap();
  }

  /** Returns how many connections were accepted so far. */
  public int accepted() {
    return accepted.get();
  }

  /** Returns how many connections are open now. */
  public int open() {
    return connections.size();
  }

  /** Stops listening and resets every open connection. */
  @Override
  public synchronized void close() {
    refuse();
  }

  private ServerSocket listen(int wantedPort) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), wantedPort), BACKLOG);
      CountDownLatch leaving = new CountDownLatch(1);
      Daemon.run("tcp-proxy-accept", () -> accept(socket, leaving));
      left = leaving;
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A thread that is in accept() keeps a socket listening, closed or not, until the system has
   * woken it up.
   */
  private void stopListening() {
    try {
      listener.close();
      if (!left.await(MOST_LEAVING_SECONDS, SECONDS)) {
        System.out.println("[testkit] a proxy on port " + port + " may still accept");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cutAll() {
    connections.forEach(ProxiedConnection::cut);
  }

  private void accept(ServerSocket socket, CountDownLatch leaving) {
    while (!socket.isClosed()) {
      try {
        serve(socket.accept());
      } catch (IOException e) {
        // The listener was closed, or this client is gone already. Neither ends the proxy.
      }
    }
    leaving.countDown();
  }

  private void serve(Socket client) throws IOException {
    accepted.incrementAndGet();
    if (closesOnAccept) {
      client.close();
      return;
    }
    ProxiedConnection connection = new ProxiedConnection(client, traffic, connections::remove);
    connections.add(connection);
    connection.open(target);
  }
}
