// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves a script as {@code POST /v1/chat/completions} on an ephemeral port of 127.0.0.1, streaming
 * and not. Any non-empty API key and any model called {@code gpt-…} will do. Thread-safe.
 */
public final class ModelServer implements AutoCloseable {
  private final HttpServer http;
  private final ExecutorService threads;
  private final ScriptedModel model;
  private final Latency latency;

  private ModelServer(HttpServer http, ExecutorService threads, ScriptedModel model, Latency l) {
    this.http = http;
    this.threads = threads;
    this.model = model;
    this.latency = l;
  }

  /**
   * Starts a server.
   *
   * @throws IOException where no port of the loopback address can be bound
   */
  public static ModelServer start(ModelScript script, Latency latency) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    HttpServer http = HttpServer.create(address, 0);
    ExecutorService threads = Executors.newCachedThreadPool(ModelServer::daemon);
    ScriptedModel model = new ScriptedModel(script, Clock.systemUTC());
    ModelServer server = new ModelServer(http, threads, model, latency);
    http.setExecutor(threads);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "model-server");
    thread.setDaemon(true);
    return thread;
  }

  /** The base URL for OpenAI clients, ending in {@code /v1}. */
  public String baseUrl() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/v1";
  }

  private void handle(HttpExchange exchange) throws IOException {
    Reply reply = new Reply(exchange, latency);
    try {
      ChatRequest request = read(exchange);
      reply.send(request, model.answer(request));
    } catch (ApiError e) {
      reply.send(e);
    } finally {
      exchange.close();
    }
  }

  private static ChatRequest read(HttpExchange exchange) throws IOException, ApiError {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!method.equals("POST") || !path.equals("/v1/chat/completions")) {
      throw ApiError.unknownUrl(method, path);
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null || !authorization.matches("Bearer \\S+")) {
      throw ApiError.unauthorized();
    }
    return ChatRequest.parse(body);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
