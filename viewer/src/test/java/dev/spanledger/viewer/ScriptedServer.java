// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Serves the real page, and answers of the read API that a test wrote: states that a database
 * cannot easily be brought into. Thread-safe.
 */
final class ScriptedServer implements AutoCloseable {
  /** What to answer to a query. */
  interface Answer extends Function<Map<String, String>, Object> {}

  /** An answer that is refused. */
  record Refusal(int status, Object body) {}

  private final Page page = Page.served();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final ScriptedFeed feed = new ScriptedFeed();

  ScriptedServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
    answer(
        "/api/meta",
        SampleJson.object("version", "1", "dialect", "sqlite", "database", "traces.db"));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  ScriptedServer answer(String path, Object body) {
    return answer(path, query -> body);
  }

  ScriptedServer answer(String path, Answer answer) {
    answers.put(path, answer);
    return this;
  }

  /** What was asked of the API so far, with its query decoded and in the order of its names. */
  List<String> asked() {
    return asked;
  }

  /** What {@code /api/live} sends, and the live feed of every trace. */
  ScriptedFeed feed() {
    return feed;
  }

  @Override
  public void close() {
    feed.drop();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/")) {
      exchange.getResponseHeaders().set("Content-Security-Policy", page.policy());
      send(exchange, 200, "text/html; charset=utf-8", page.with(""));
    } else if (path.endsWith("/live")) {
      feed.open(exchange);
    } else {
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      asked.add(path + (query.isEmpty() ? "" : query.toString()));
      Answer answer = answers.get(path);
      Object body = answer == null ? notFound(path) : answer.apply(query);
      boolean refused = body instanceof Refusal;
      send(
          exchange,
          body instanceof Refusal refusal ? refusal.status() : 200,
          "application/json",
          SampleJson.text(refused ? ((Refusal) body).body() : body));
    }
  }

  private static Refusal notFound(String path) {
    return new Refusal(
        404,
        SampleJson.object("error", "not_found", "message", "Nothing at " + path, "hint", "Look."));
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new TreeMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query.put(
            URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
            URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return query;
  }
}
