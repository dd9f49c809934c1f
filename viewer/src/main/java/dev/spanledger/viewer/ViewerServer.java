// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.TraceReader;

/**
 * Shows the traces of a database in a browser: a page, the read API that it asks, and a live feed.
 * It reads, and never writes. Needs {@code com.linecorp.armeria:armeria} on the class path.
 *
 * <pre>{@code
 * try (ViewerServer viewer = ViewerServer.builder(ledger.reader()).start()) {
 *   System.out.println(viewer.url()); // open this
 *   …
 * }
 * }</pre>
 *
 * <p>By default it listens on the loopback interface only, on port 4319, and answers nobody who
 * does not have the token of this start, which is a part of the address. It keeps the JVM alive
 * until it is closed, unless told otherwise. Thread-safe.
 */
public final class ViewerServer implements AutoCloseable {
  private final Listening listening;
  private final Token token;
  private final String host;

  ViewerServer(Listening listening, Token token, String host) {
    this.listening = listening;
    this.token = token;
    this.host = host;
  }

  /** What answers, until it is closed. */
  interface Listening extends AutoCloseable {
    int port();

    @Override
    void close();
  }

  /**
   * A server over these tables. A reader on a role that may only read is enough.
   *
   * <p>Slow questions are given up: see {@link ViewerServerBuilder#queryTimeout}.
   */
  public static ViewerServerBuilder builder(TraceReader reader) {
    return new ViewerServerBuilder(reader);
  }

  /**
   * The address to open, with the token: {@code http://127.0.0.1:4319/?token=…}. Whoever has it can
   * read every trace.
   */
  public String url() {
    return address() + "?token=" + token.text();
  }

  /** The address without the token: {@code http://127.0.0.1:4319/}. */
  public String address() {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/";
  }

  /** The token, for {@code Authorization: Bearer}. */
  public String token() {
    return token.text();
  }

  /** The port that it listens on. */
  public int port() {
    return listening.port();
  }

  /** Answers nobody any more; ends live feeds. Closing twice does nothing. */
  @Override
  public void close() {
    listening.close();
  }
}
