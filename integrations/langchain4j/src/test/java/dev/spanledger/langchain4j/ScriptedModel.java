// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/** A chat model in this process that answers by a script, whatever it is asked. */
final class ScriptedModel implements ChatModel {

  private final Queue<Function<ChatRequest, ChatResponse>> script = new ArrayDeque<>();
  private final List<ChatModelListener> listeners;

  ScriptedModel(ChatModelListener... listeners) {
    this.listeners = List.of(listeners);
  }

  ScriptedModel says(String text) {
    return answers(request -> response(AiMessage.from(text), FinishReason.STOP));
  }

  ScriptedModel calls(String tool, String arguments) {
    ToolExecutionRequest call =
        ToolExecutionRequest.builder().id("id-" + tool).name(tool).arguments(arguments).build();
    return calls(call);
  }

  ScriptedModel calls(ToolExecutionRequest... calls) {
    return answers(request -> response(AiMessage.from(calls), FinishReason.TOOL_EXECUTION));
  }

  ScriptedModel fails(RuntimeException failure) {
    return answers(
        request -> {
          throw failure;
        });
  }

  ScriptedModel answers(Function<ChatRequest, ChatResponse> answer) {
    synchronized (script) {
      script.add(answer);
    }
    return this;
  }

  static ChatResponse response(AiMessage message, FinishReason reason) {
    return ChatResponse.builder()
        .aiMessage(message)
        .id("resp-1")
        .modelName("scripted-2026")
        .tokenUsage(new TokenUsage(10, 3))
        .finishReason(reason)
        .build();
  }

  @Override
  public ChatResponse doChat(ChatRequest request) {
    Function<ChatRequest, ChatResponse> answer;
    synchronized (script) {
      answer = script.remove();
    }
    return answer.apply(request);
  }

  @Override
  public ChatRequestParameters defaultRequestParameters() {
    return ChatRequestParameters.builder()
        .modelName("scripted")
        .temperature(0.5)
        .topP(0.9)
        .maxOutputTokens(99)
        .build();
  }

  @Override
  public List<ChatModelListener> listeners() {
    return listeners;
  }

  @Override
  public ModelProvider provider() {
    return ModelProvider.OPEN_AI;
  }

  /** The same script, streamed from another thread. */
  StreamingChatModel streaming(ExecutorService threads) {
    return new StreamingChatModel() {
      @Override
      public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        threads.execute(() -> stream(request, handler));
      }

      @Override
      public ChatRequestParameters defaultRequestParameters() {
        return ScriptedModel.this.defaultRequestParameters();
      }

      @Override
      public List<ChatModelListener> listeners() {
        return listeners;
      }

      @Override
      public ModelProvider provider() {
        return ScriptedModel.this.provider();
      }
    };
  }

  private void stream(ChatRequest request, StreamingChatResponseHandler handler) {
    ChatResponse response;
    try {
      response = ScriptedModel.this.doChat(request);
    } catch (RuntimeException failure) {
      handler.onError(failure);
      return;
    }
    handler.onCompleteResponse(response);
  }
}
