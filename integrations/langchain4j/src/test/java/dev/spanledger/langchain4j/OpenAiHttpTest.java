// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import static dev.spanledger.langchain4j.RecordedSpans.attributes;
import static dev.spanledger.langchain4j.RecordedSpans.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** LangChain4j's own OpenAI client over real HTTP, to a server on this machine. */
class OpenAiHttpTest {

  private static final String TOOL_CALL =
      """
      {"id":"chatcmpl-1","model":"gpt-4o-2024-08-06","choices":[{"index":0,"finish_reason":"tool_calls",
       "message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",
        "function":{"name":"add","arguments":"{\\"a\\":2,\\"b\\":3}"}}]}}],
       "usage":{"prompt_tokens":50,"completion_tokens":12,"total_tokens":62,
        "prompt_tokens_details":{"cached_tokens":32},
        "completion_tokens_details":{"reasoning_tokens":4}}}
      """;
  private static final String ANSWER =
      """
      {"id":"chatcmpl-2","model":"gpt-4o-2024-08-06","choices":[{"index":0,"finish_reason":"stop",
       "message":{"role":"assistant","content":"It is 5."}}],
       "usage":{"prompt_tokens":70,"completion_tokens":5,"total_tokens":75}}
      """;

  private static final String STREAMED_TOOL_CALL =
      """
      data: {"id":"chatcmpl-3","model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"role":"assistant","content":null}}]}

      data: {"id":"chatcmpl-3","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"add","arguments":"{\\"a\\":2,\\"b\\":3}"}}]}}]}

      data: {"id":"chatcmpl-3","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

      data: [DONE]

      """;
  private static final String STREAMED_ANSWER =
      """
      data: {"id":"chatcmpl-4","model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"content":"It is "}}]}

      data: {"id":"chatcmpl-4","choices":[{"index":0,"delta":{"content":"5."},"finish_reason":"stop"}]}

      data: {"id":"chatcmpl-4","choices":[],"usage":{"prompt_tokens":70,"completion_tokens":5,"total_tokens":75}}

      data: [DONE]

      """;

  interface Calculator {
    String ask(String question);

    TokenStream stream(String question);
  }

  static final class Sums {
    @Tool
    int add(int a, int b) {
      return a + b;
    }
  }

  private final RecordedSpans spans = new RecordedSpans();
  private final Queue<String> bodies = new ArrayDeque<>();
  private HttpServer server;
  private int status = 200;
  private String contentType = "application/json";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    spans.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] body = bodies.remove().getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", contentType);
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private String baseUrl() {
    return "http://localhost:" + server.getAddress().getPort() + "/v1";
  }

  private Calculator calculator() {
    OpenAiChatModel model =
        OpenAiChatModel.builder()
            .baseUrl(baseUrl())
            .apiKey("none")
            .modelName("gpt-4o")
            .temperature(0.0)
            .maxRetries(0)
            .listeners(new TracingChatModelListener(spans.tracer()))
            .build();
    return AiServices.builder(Calculator.class).chatModel(model).tools(new Sums()).build();
  }

  @Test
  void toolLoopIsTraced() {
    bodies.addAll(List.of(TOOL_CALL, ANSWER));

    assertThat(calculator().ask("What is 2 + 3?")).isEqualTo("It is 5.");
    assertThat(spans.names())
        .containsExactly(
            "chat gpt-4o", "execute_tool add", "chat gpt-4o", "invoke_agent Calculator");
    assertThat(attributes(spans.allNamed("chat gpt-4o").get(0)))
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.request.model", "gpt-4o")
        .containsEntry("gen_ai.request.temperature", 0.0)
        .containsEntry("gen_ai.response.id", "chatcmpl-1")
        .containsEntry("gen_ai.response.model", "gpt-4o-2024-08-06")
        .containsEntry("gen_ai.usage.input_tokens", 50L)
        .containsEntry("gen_ai.usage.output_tokens", 12L)
        .containsEntry("gen_ai.usage.cache_read.input_tokens", 32L)
        .containsEntry("gen_ai.usage.reasoning.output_tokens", 4L)
        .containsEntry("gen_ai.response.finish_reasons", List.of("tool_call"));
    assertThat(text(spans.named("execute_tool add"), "gen_ai.tool.call.result")).isEqualTo("5");
  }

  private Calculator streamingCalculator() {
    OpenAiStreamingChatModel model =
        OpenAiStreamingChatModel.builder()
            .baseUrl(baseUrl())
            .apiKey("none")
            .modelName("gpt-4o")
            .listeners(new TracingChatModelListener(spans.tracer()))
            .build();
    return AiServices.builder(Calculator.class).streamingChatModel(model).tools(new Sums()).build();
  }

  @Test
  void streamedToolLoopIsTimed() {
    contentType = "text/event-stream";
    bodies.addAll(List.of(STREAMED_TOOL_CALL, STREAMED_ANSWER));
    CompletableFuture<ChatResponse> response = new CompletableFuture<>();
    streamingCalculator().stream("What is 2 + 3?")
        .onCompleteResponse(response::complete)
        .onError(response::completeExceptionally)
        .start();

    assertThat(response.join().aiMessage().text()).isEqualTo("It is 5.");
    assertThat(spans.names())
        .containsExactly(
            "chat gpt-4o", "execute_tool add", "chat gpt-4o", "invoke_agent Calculator");
    assertThat(spans.allNamed("chat gpt-4o"))
        .allSatisfy(
            span ->
                assertThat(attributes(span))
                    .containsEntry("gen_ai.request.stream", true)
                    .hasEntrySatisfying(
                        "gen_ai.response.time_to_first_chunk",
                        seconds -> assertThat((Double) seconds).isPositive()));
    assertThat(attributes(spans.allNamed("chat gpt-4o").get(1)))
        .containsEntry("gen_ai.usage.input_tokens", 70L);
  }

  @Test
  void httpErrorIsRecorded() {
    status = 401;
    bodies.add("{\"error\":{\"message\":\"bad key\"}}");

    assertThatThrownBy(() -> calculator().ask("What is 2 + 3?")).hasMessageContaining("bad key");
    assertThat(text(spans.named("chat gpt-4o"), "error.type"))
        .isEqualTo("dev.langchain4j.exception.AuthenticationException");
  }
}
