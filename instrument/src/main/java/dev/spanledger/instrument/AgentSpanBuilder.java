// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent that has not started; see {@link AgentTracer#agent(String)}.
 *
 * <p>The agent's name and the session, conversation and user ids are also put into the {@linkplain
 * Baggage baggage} of the agent's scope, under their attribute names and nothing else, so that
 * spans below it and in other processes can inherit them. See {@link
 * AgentTracer#withIdentityBaggage(boolean)}.
 */
public final class AgentSpanBuilder extends StepBuilder<AgentSpanBuilder, AgentSpan> {

  private final Map<String, String> identity = new LinkedHashMap<>();

  AgentSpanBuilder(Tracing tracing, @Nullable String name) {
    super(tracing, "invoke_agent", name);
    set(GenAi.OPERATION_NAME, "invoke_agent");
    identify(GenAi.AGENT_NAME, name);
  }

  /** A stable id of the agent, where it has one beside its name. */
  public AgentSpanBuilder id(@Nullable String id) {
    return set(GenAi.AGENT_ID, id);
  }

  /** What the agent is for. */
  public AgentSpanBuilder description(@Nullable String description) {
    return set(GenAi.AGENT_DESCRIPTION, description);
  }

  /** The session, for example a chat window, that this run belongs to. */
  public AgentSpanBuilder sessionId(@Nullable String id) {
    return identify(GenAi.SESSION_ID, id);
  }

  /** The conversation, where the agent keeps several in one session or has no sessions. */
  public AgentSpanBuilder conversationId(@Nullable String id) {
    return identify(GenAi.CONVERSATION_ID, id);
  }

  /** The user that the agent works for. */
  public AgentSpanBuilder userId(@Nullable String id) {
    return identify(GenAi.USER_ID, id);
  }

  /** What the agent is asked, as a user's message. */
  public AgentSpanBuilder input(@Nullable String text) {
    return onStart(span -> span.input(text));
  }

  /** What the agent is asked. */
  public AgentSpanBuilder input(@Nullable Message... messages) {
    return onStart(span -> span.input(messages));
  }

  /** What the agent is asked. */
  public AgentSpanBuilder input(@Nullable Collection<@Nullable Message> messages) {
    return onStart(span -> span.input(messages));
  }

  private AgentSpanBuilder identify(AttributeKey<String> key, @Nullable String value) {
    if (value != null) {
      identity.put(key.getKey(), value);
    }
    return set(key, value);
  }

  @Override
  AgentSpan create(StartedSpan started) {
    return new AgentSpan(started);
  }

  @Override
  Context contextOf(Context withSpan) {
    if (!tracing().identityBaggage()) {
      return withSpan;
    }
    BaggageBuilder baggage = Baggage.fromContext(withSpan).toBuilder();
    identity.forEach(baggage::put);
    return withSpan.with(baggage.build());
  }

  /** A text that the function returns is the agent's answer, unless it told a fuller one. */
  @Override
  void returned(AgentSpan span, @Nullable Object value) {
    if (value instanceof String text && !span.hasOutput()) {
      span.output(text);
    }
  }
}
