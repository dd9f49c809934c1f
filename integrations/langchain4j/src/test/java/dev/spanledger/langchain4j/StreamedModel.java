// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** A streaming chat model that plays a script, step by step, on the thread that calls it. */
final class StreamedModel implements StreamingChatModel {

  /** What a model does with the handler of a call. */
  interface Step {
    void play(StreamingChatResponseHandler handler);
  }

  private final Queue<Step> script = new ArrayDeque<>();
  private final List<ChatModelListener> listeners;

  StreamedModel(ChatModelListener... listeners) {
    this.listeners = List.of(listeners);
  }

  /** Takes the steps in one call, of which the message is the answer. */
  StreamedModel answers(AiMessage message, Step... steps) {
    return plays(
        handler -> {
          List.of(steps).forEach(step -> step.play(handler));
          handler.onCompleteResponse(ScriptedModel.response(message, FinishReason.STOP));
        });
  }

  /** Does with one call's handler whatever the test wants. */
  StreamedModel plays(Step call) {
    script.add(call);
    return this;
  }

  @Override
  public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
    script.remove().play(handler);
  }

  @Override
  public ChatRequestParameters defaultRequestParameters() {
    return ChatRequestParameters.builder().modelName("streamed").build();
  }

  @Override
  public List<ChatModelListener> listeners() {
    return listeners;
  }
}
