// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.FinishReason;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The protocol as LangChain4j's OpenAI client sees it. */
class LangChain4jClientTest {
  private static ModelServer server;

  @BeforeAll
  static void start() throws IOException {
    server = ModelServer.start(ModelScript.support(), Latency.none());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void textAndUsageArrive() {
    ChatResponse response = model("gpt-4o", 0).chat(UserMessage.from("That is fair, thank you."));

    assertThat(response.aiMessage().text()).isEqualTo("You are welcome. Enjoy the stool!");
    assertThat(response.modelName()).isEqualTo("gpt-4o-2024-08-06");
    assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
    OpenAiTokenUsage usage = (OpenAiTokenUsage) response.tokenUsage();
    assertThat(usage.inputTokenCount()).isPositive();
    assertThat(usage.outputTokenCount()).isEqualTo(9);
    assertThat(usage.inputTokensDetails().cachedTokens()).isZero();
  }

  @Test
  void toolCallsArrive() {
    ChatResponse response = model("gpt-4o-mini", 0).chat(trackingRequest());

    assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
    assertThat(response.aiMessage().toolExecutionRequests())
        .extracting(ToolExecutionRequest::name)
        .containsExactly("trackParcel", "trackParcel", "findOrders");
  }

  @Test
  void textIsStreamedWordByWord() throws Exception {
    Recorder recorder = stream(ChatRequest.builder().messages(UserMessage.from("Hi")).build());

    ChatResponse response = recorder.response.get(10, TimeUnit.SECONDS);
    assertThat(recorder.words).hasSizeGreaterThan(5);
    assertThat(response.aiMessage().text()).isEqualTo(String.join("", recorder.words));
    assertThat(response.tokenUsage().outputTokenCount()).isPositive();
  }

  @Test
  void toolCallsAreStreamed() throws Exception {
    ChatResponse response = stream(trackingRequest()).response.get(10, TimeUnit.SECONDS);

    assertThat(response.aiMessage().toolExecutionRequests())
        .extracting(ToolExecutionRequest::arguments)
        .containsExactly("{\"orderId\":\"5007\"}", "{\"orderId\":\"5008\"}", "{}");
    assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
  }

  @Test
  void retriesThatAreUsedUpEndInTheLastError() {
    UserMessage message = UserMessage.from("Please put gift wrapping on it.");

    assertThatThrownBy(() -> model("gpt-4o-mini", 0).chat(message))
        .isInstanceOf(RateLimitException.class);
    assertThatThrownBy(() -> model("gpt-4o-mini", 0).chat(message))
        .isInstanceOf(InternalServerException.class);
  }

  @Test
  void aRetryAfterOneFailureIsAnswered() {
    ChatResponse response =
        model("gpt-4o-mini", 1).chat(UserMessage.from("May it stand in a sauna?"));

    assertThat(response.aiMessage().text()).startsWith("Better not");
  }

  @Test
  void unknownModelsAreRefused() {
    assertThatThrownBy(() -> model("pythia", 0).chat("Hello"))
        .isInstanceOf(ModelNotFoundException.class);
  }

  private static ChatModel model(String name, int maxRetries) {
    return OpenAiChatModel.builder()
        .baseUrl(server.baseUrl())
        .apiKey("any")
        .modelName(name)
        .maxRetries(maxRetries)
        .build();
  }

  private static Recorder stream(ChatRequest request) {
    Recorder recorder = new Recorder();
    OpenAiStreamingChatModel.builder()
        .baseUrl(server.baseUrl())
        .apiKey("any")
        .modelName("gpt-4o-mini")
        .build()
        .chat(request, recorder);
    return recorder;
  }

  private static ChatRequest trackingRequest() {
    return ChatRequest.builder()
        .messages(UserMessage.from("Where are orders 5007 and 5008?"))
        .toolSpecifications(
            ToolSpecification.builder().name("trackParcel").build(),
            ToolSpecification.builder().name("findOrders").build())
        .build();
  }

  private static final class Recorder implements StreamingChatResponseHandler {
    private final List<String> words = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ChatResponse> response = new CompletableFuture<>();

    @Override
    public void onPartialResponse(String word) {
      words.add(word);
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
      response.complete(complete);
    }

    @Override
    public void onError(Throwable error) {
      response.completeExceptionally(error);
    }
  }
}
