// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A running model call; see {@link AgentTracer#chat(String)}. Token counts below 0 are ignored. */
public final class ChatSpan extends Step<ChatSpan> {

  private final long startNanos;
  private final AtomicBoolean firstTokenSeen = new AtomicBoolean();
  private volatile @Nullable Collection<@Nullable Message> output;
  private volatile List<String> finishReasons = List.of();

  ChatSpan(StartedSpan started) {
    super(started);
    startNanos = started.tracing().nanoTime().getAsLong();
  }

  /** What is sent to the model, as a user's message. */
  public ChatSpan input(@Nullable String text) {
    return text == null ? this : input(List.of(Message.user(text)));
  }

  /** What is sent to the model: the whole conversation, oldest first. */
  public ChatSpan input(@Nullable Message... messages) {
    return messages == null ? this : input(Arrays.asList(messages));
  }

  /** What is sent to the model: the whole conversation, oldest first. */
  public ChatSpan input(@Nullable Collection<@Nullable Message> messages) {
    return setContent(GenAi.INPUT_MESSAGES, () -> Message.json(messages));
  }

  /** What the model answered. */
  public ChatSpan output(@Nullable String text) {
    return text == null ? this : output(List.of(Message.assistant(text)));
  }

  /** What the model answered: a message for each choice. */
  public ChatSpan output(@Nullable Message... messages) {
    return messages == null ? this : output(Arrays.asList(messages));
  }

  /** What the model answered: a message for each choice. */
  public ChatSpan output(@Nullable Collection<@Nullable Message> messages) {
    output = messages;
    return this;
  }

  /** The model that answered, where the provider says so. */
  public ChatSpan responseModel(@Nullable String model) {
    return set(GenAi.RESPONSE_MODEL, model);
  }

  /** The provider's id of the response. */
  public ChatSpan responseId(@Nullable String id) {
    return set(GenAi.RESPONSE_ID, id);
  }

  /**
   * Tokens of the request and of the response.
   *
   * @param input including cached tokens
   * @param output including reasoning tokens
   */
  public ChatSpan usage(@Nullable Number input, @Nullable Number output) {
    setCount(GenAi.USAGE_INPUT_TOKENS, input);
    return setCount(GenAi.USAGE_OUTPUT_TOKENS, output);
  }

  /** Input tokens that the provider read from its cache. */
  public ChatSpan cacheReadTokens(@Nullable Number tokens) {
    return setCount(GenAi.USAGE_CACHE_READ_INPUT_TOKENS, tokens);
  }

  /** Input tokens that the provider wrote to its cache. */
  public ChatSpan cacheWriteTokens(@Nullable Number tokens) {
    return setCount(GenAi.USAGE_CACHE_WRITE_INPUT_TOKENS, tokens);
  }

  /** Output tokens that the model spent on reasoning. */
  public ChatSpan reasoningTokens(@Nullable Number tokens) {
    return setCount(GenAi.USAGE_REASONING_OUTPUT_TOKENS, tokens);
  }

  /** Why the model stopped: {@code stop}, {@code length}, {@code tool_call}, … */
  public ChatSpan finishReason(@Nullable String reason) {
    return reason == null ? this : finishReasons(List.of(reason));
  }

  /** Why the model stopped, for each choice. */
  public ChatSpan finishReasons(@Nullable Collection<@Nullable String> reasons) {
    if (reasons == null || reasons.isEmpty()) {
      return this;
    }
    finishReasons = reasons.stream().map(reason -> Objects.requireNonNullElse(reason, "")).toList();
    return set(GenAi.RESPONSE_FINISH_REASONS, finishReasons);
  }

  /**
   * Says that the first piece of a streamed response has arrived: sets {@code
   * gen_ai.response.time_to_first_chunk}, in seconds since the start. Later calls do nothing, so it
   * may be called for every piece.
   */
  public ChatSpan firstToken() {
    if (!firstTokenSeen.compareAndSet(false, true)) {
      return this;
    }
    long nanos = started().tracing().nanoTime().getAsLong() - startNanos;
    set(GenAi.REQUEST_STREAM, true);
    return set(GenAi.RESPONSE_TIME_TO_FIRST_CHUNK, (double) nanos / TimeUnit.SECONDS.toNanos(1));
  }

  boolean hasOutput() {
    return output != null;
  }

  /** A message carries its finish reason, which may be told after the message. */
  @Override
  void ending() {
    Collection<@Nullable Message> messages = output;
    if (messages != null) {
      setContent(GenAi.OUTPUT_MESSAGES, () -> Message.json(messages, finishReasons));
    }
  }
}
