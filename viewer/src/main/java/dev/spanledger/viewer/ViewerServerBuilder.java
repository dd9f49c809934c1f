// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.TraceReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link ViewerServer} is to do. Not thread-safe. */
public final class ViewerServerBuilder {
  /** Behind those of OTLP, 4317 and 4318. */
  static final int DEFAULT_PORT = 4319;

  /** Less than the server itself waits, so that the database's end is what is told. */
  private static final Duration LONGEST_QUERY = Duration.ofSeconds(50);

  final TraceReader reader;
  final Map<String, Download> downloads = new LinkedHashMap<>();
  final Set<String> names = new TreeSet<>();
  String host = "127.0.0.1";
  int port = DEFAULT_PORT;
  int workers = 8;
  Duration queryTimeout = Duration.ofSeconds(30);
  Token token = Token.random();
  @Nullable Mcp mcp;
  @Nullable String project;
  @Nullable String database;
  boolean daemon;

  /** What the live feed takes for the time; for tests. */
  LongSupplier nanoTime = System::nanoTime;

  ViewerServerBuilder(TraceReader reader) {
    this.reader = Objects.requireNonNull(reader, "reader");
  }

  /**
   * The interface to listen on, by its address or name: {@code 127.0.0.1} by default. With any
   * other than the loopback one, everybody in the network can ask who has the token, which then
   * travels unencrypted: put a proxy with TLS before it.
   */
  public ViewerServerBuilder host(String address) {
    host = Objects.requireNonNull(address, "address");
    return this;
  }

  /** The port: 4319 by default, 0 for any that is free. */
  public ViewerServerBuilder port(int number) {
    if (number < 0 || number > 65_535) {
      throw new IllegalArgumentException("port must be from 0 to 65535, but is " + number);
    }
    port = number;
    return this;
  }

  /**
   * The token that is asked for; by default a random one for each start.
   *
   * @param text of 16 to 256 letters, digits and any of {@code _ . ~ -}
   */
  public ViewerServerBuilder token(String text) {
    token = Token.of(text);
    return this;
  }

  /**
   * Another name under which the server is reached, such as that of a proxy before it; without a
   * port. Those of the loopback interface are known, and so is {@link #host}.
   */
  public ViewerServerBuilder allowHost(String name) {
    if (!name.matches("[A-Za-z0-9.-]{1,253}")) {
      throw new IllegalArgumentException("not a host's name: '" + name + "'");
    }
    names.add(name.toLowerCase(Locale.ROOT));
    return this;
  }

  /**
   * A form in which traces can be downloaded, at {@code /api/traces/…/export/<format>}. {@code
   * html} is there without.
   *
   * @param format of 1 to 20 lower-case letters and digits
   */
  public ViewerServerBuilder download(String format, Download download) {
    if (!format.matches("[a-z0-9]{1,20}")) {
      throw new IllegalArgumentException(
          "format must be of 1 to 20 lower-case letters and digits, but is '" + format + "'");
    }
    downloads.put(format, Objects.requireNonNull(download, "download"));
    return this;
  }

  /** Answers what is posted to {@code /mcp}; without, that path leads nowhere. */
  public ViewerServerBuilder mcp(Mcp server) {
    mcp = Objects.requireNonNull(server, "server");
    return this;
  }

  /** What the page calls the database; must hold no password. Its dialect by default. */
  public ViewerServerBuilder database(String description) {
    database = Objects.requireNonNull(description, "description");
    return this;
  }

  /** What the page calls the project; nothing by default. */
  public ViewerServerBuilder project(String name) {
    project = Objects.requireNonNull(name, "name");
    return this;
  }

  /** Whether the JVM may end while the server is open; by default the server keeps it alive. */
  public ViewerServerBuilder daemon(boolean mayEnd) {
    daemon = mayEnd;
    return this;
  }

  /**
   * How many questions are answered at a time, each with a thread and a connection: 1 to 64, 8 by
   * default. 128 more wait for their turn; further ones are refused.
   */
  public ViewerServerBuilder concurrency(int questions) {
    if (questions < 1 || questions > 64) {
      throw new IllegalArgumentException("concurrency must be from 1 to 64, but is " + questions);
    }
    workers = questions;
    return this;
  }

  /**
   * How long a question may hold a connection before the database is told to give it up: a
   * millisecond to 50 seconds, 30 seconds by default. Whoever asked is told so, with a hint.
   */
  public ViewerServerBuilder queryTimeout(Duration longest) {
    if (longest.toMillis() < 1 || longest.compareTo(LONGEST_QUERY) > 0) {
      throw new IllegalArgumentException(
          "queryTimeout must be from 1 ms to 50 s, but is " + longest);
    }
    queryTimeout = longest;
    return this;
  }

  /**
   * Begins to listen.
   *
   * @throws IllegalStateException where Armeria is not on the class path, and where the port is
   *     taken
   */
  public ViewerServer start() {
    try {
      return new ViewerServer(ArmeriaServer.start(this), token, shownHost());
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "The viewer's server needs com.linecorp.armeria:armeria on the class path; it is not there.",
          e);
    }
  }

  /** Of the tables, with the patience that is asked for. */
  TraceReader patientReader() {
    return reader.within(queryTimeout);
  }

  boolean listensOnAll() {
    return host.equals("0.0.0.0") || host.equals("::");
  }

  private String shownHost() {
    return listensOnAll() ? "127.0.0.1" : host;
  }
}
