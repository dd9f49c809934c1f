// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the answer to one HTTP request, at the pace of a model. */
final class Reply {
  private final HttpExchange exchange;
  private final Latency latency;

  Reply(HttpExchange exchange, Latency latency) {
    this.exchange = exchange;
    this.latency = latency;
  }

  void send(ChatRequest request, Answer answer) throws IOException {
    Answer.Usage usage = answer.usage();
    sleep(latency.firstTokenMillis(request.model(), usage.promptTokens()));
    if (request.streams()) {
      stream(AnswerChunks.of(answer, request.wantsUsageInStream()), usage.completionTokens());
    } else {
      sleep(latency.speakingMillis(usage.completionTokens()));
      send(200, answer.completion());
    }
  }

  void send(ApiError error) throws IOException {
    if (error.status() == 429) {
      exchange.getResponseHeaders().set("Retry-After", "1");
    }
    send(error.status(), error.body());
  }

  private void send(int status, ObjectNode json) throws IOException {
    byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private void stream(List<ObjectNode> chunks, int tokens) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    long millis = latency.speakingMillis(tokens);
    for (int i = 0; i < chunks.size(); i++) {
      event(out, chunks.get(i).toString());
      // Whole milliseconds only, so they are spread: a chunk gets what is due by its position.
      sleep(millis * (i + 1) / chunks.size() - millis * i / chunks.size());
    }
    event(out, "[DONE]");
  }

  private static void event(OutputStream out, String data) throws IOException {
    out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void sleep(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The model server is closing", e);
    }
  }
}
