// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.spanledger.instrument.AgentTracer;
import dev.spanledger.instrument.ChatSpan;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The span of one model call. An AI Service and the model's own listener may both tell of the same
 * call: whoever tells first of its end, ends it.
 */
final class ModelCall {

  private final ChatSpan span;
  private final List<ChatMessage> messages;
  private final @Nullable ModelProvider provider;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable String requestModel;

  private ModelCall(ChatSpan span, ModelRequest request) {
    this.span = span;
    this.messages = request.messages();
    this.provider = request.provider();
    this.requestModel = request.parameters().modelName();
  }

  static ModelCall start(AgentTracer tracer, Context parent, ModelRequest request) {
    ChatRequestParameters parameters = request.parameters();
    ChatSpan span =
        tracer
            .chat(parameters.modelName())
            .parent(parent)
            .provider(Providers.name(request.provider()))
            .temperature(parameters.temperature())
            .topP(parameters.topP())
            .maxTokens(parameters.maxOutputTokens())
            .systemInstructions(ChatMessages.instructions(request.messages()))
            .toolDefinitions(ChatMessages.tools(parameters.toolSpecifications()))
            .input(ChatMessages.of(request.messages()))
            .startDetached();
    return new ModelCall(span, request);
  }

  /**
   * Whether another request is this one, seen at another place: a model copies the request, but not
   * the messages in it.
   */
  boolean isFor(List<ChatMessage> others) {
    boolean same = messages.size() == others.size();
    for (int i = 0; same && i < messages.size(); i++) {
      same = messages.get(i) == others.get(i);
    }
    return same;
  }

  boolean isEnded() {
    return ended.get();
  }

  /** The model knows its own defaults better than the AI Service does. */
  void enrich(ModelRequest request) {
    ChatRequestParameters parameters = request.parameters();
    rename(parameters.modelName());
    span.attribute("gen_ai.provider.name", Providers.name(request.provider()))
        .attribute(ModelRequest.TEMPERATURE, parameters.temperature())
        .attribute(ModelRequest.TOP_P, parameters.topP())
        .attribute(ModelRequest.MAX_TOKENS, ModelRequest.asLong(parameters.maxOutputTokens()));
  }

  /** A call that is not streamed has no such attribute: so the conventions want it. */
  void streamed() {
    span.attribute(ModelRequest.STREAM, true);
  }

  /** May be told of every chunk; those after the first do nothing. */
  void firstChunk() {
    span.firstToken();
  }

  void respond(@Nullable ChatResponse response) {
    if (ended.compareAndSet(false, true)) {
      try (span) {
        if (response != null) {
          record(response);
        }
      }
    }
  }

  void fail(Throwable failure) {
    if (ended.compareAndSet(false, true)) {
      span.error(failure).close();
    }
  }

  private void record(ChatResponse response) {
    if (requestModel == null && response.modelName() != null) {
      span.span().updateName("chat " + response.modelName());
    }
    span.output(ChatMessages.of(response.aiMessage()))
        .responseId(response.id())
        .responseModel(response.modelName())
        .finishReason(finishReason(response.finishReason()));
    TokenUsage usage = response.tokenUsage();
    if (usage != null) {
      record(usage);
    }
  }

  private void record(TokenUsage usage) {
    TokenDetails details = TokenDetails.of(usage);
    span.usage(inputTokens(usage, details), usage.outputTokenCount())
        .cacheReadTokens(details.cacheRead())
        .cacheWriteTokens(details.cacheWrite())
        .reasoningTokens(details.reasoning());
  }

  /** OpenTelemetry's count of input tokens includes the cached ones. */
  private @Nullable Number inputTokens(TokenUsage usage, TokenDetails details) {
    Integer input = usage.inputTokenCount();
    if (input == null || !Providers.countsCacheApart(provider)) {
      return input;
    }
    return input + count(details.cacheRead()) + count(details.cacheWrite());
  }

  private static long count(@Nullable Number tokens) {
    return tokens == null ? 0 : tokens.longValue();
  }

  private void rename(@Nullable String model) {
    if (model != null && !model.equals(requestModel)) {
      requestModel = model;
      span.attribute("gen_ai.request.model", model).span().updateName("chat " + model);
    }
  }

  private static @Nullable String finishReason(@Nullable FinishReason reason) {
    if (reason == null) {
      return null;
    }
    return reason == FinishReason.TOOL_EXECUTION
        ? "tool_call"
        : reason.name().toLowerCase(Locale.ROOT);
  }
}
