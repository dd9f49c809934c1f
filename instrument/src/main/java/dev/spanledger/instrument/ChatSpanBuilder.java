// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import io.opentelemetry.api.trace.SpanKind;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A model call that has not started; see {@link AgentTracer#chat(String)}. */
public final class ChatSpanBuilder extends StepBuilder<ChatSpanBuilder, ChatSpan> {

  ChatSpanBuilder(Tracing tracing, @Nullable String model) {
    super(tracing, "chat", model);
    kind(SpanKind.CLIENT);
    set(GenAi.OPERATION_NAME, "chat");
    set(GenAi.REQUEST_MODEL, model);
  }

  /** Who serves the model: {@code openai}, {@code anthropic}, {@code aws.bedrock}, … */
  public ChatSpanBuilder provider(@Nullable String provider) {
    return set(GenAi.PROVIDER_NAME, provider);
  }

  /** Sampling temperature. */
  public ChatSpanBuilder temperature(@Nullable Number temperature) {
    return set(GenAi.REQUEST_TEMPERATURE, temperature == null ? null : temperature.doubleValue());
  }

  /** Nucleus sampling, 0 to 1. */
  public ChatSpanBuilder topP(@Nullable Number topP) {
    return set(GenAi.REQUEST_TOP_P, topP == null ? null : topP.doubleValue());
  }

  /** Most tokens that the model may answer with; below 0 is ignored. */
  public ChatSpanBuilder maxTokens(@Nullable Number tokens) {
    return setCount(GenAi.REQUEST_MAX_TOKENS, tokens);
  }

  /** Whether the response is streamed. */
  public ChatSpanBuilder stream(boolean stream) {
    return set(GenAi.REQUEST_STREAM, stream);
  }

  /** The system prompt, where the provider takes it beside the messages. */
  public ChatSpanBuilder systemInstructions(@Nullable String text) {
    return onStart(
        span -> span.setContent(GenAi.SYSTEM_INSTRUCTIONS, () -> Message.instructions(text)));
  }

  /**
   * The tools that the model may call.
   *
   * @param definitions JSON text, or a collection of maps: {@code
   *     [{"type":"function","name":…,"description":…,"parameters":…}]}
   */
  public ChatSpanBuilder toolDefinitions(@Nullable Object definitions) {
    return onStart(
        span -> span.setContent(GenAi.TOOL_DEFINITIONS, () -> Json.textOrJson(definitions)));
  }

  /** What is sent to the model, as a user's message. */
  public ChatSpanBuilder input(@Nullable String text) {
    return onStart(span -> span.input(text));
  }

  /** What is sent to the model: the whole conversation, oldest first. */
  public ChatSpanBuilder input(@Nullable Message... messages) {
    return onStart(span -> span.input(messages));
  }

  /** What is sent to the model: the whole conversation, oldest first. */
  public ChatSpanBuilder input(@Nullable Collection<@Nullable Message> messages) {
    return onStart(span -> span.input(messages));
  }

  @Override
  ChatSpan create(StartedSpan started) {
    return new ChatSpan(started);
  }

  /** A text that the function returns is the model's answer, unless it told a fuller one. */
  @Override
  void returned(ChatSpan span, @Nullable Object value) {
    if (value instanceof String text && !span.hasOutput()) {
      span.output(text);
    }
  }
}
