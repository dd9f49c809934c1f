// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A handoff that has not started; see {@link AgentTracer#handoff(String)}. */
public final class HandoffSpanBuilder extends StepBuilder<HandoffSpanBuilder, HandoffSpan> {

  private @Nullable String fromAgent;

  HandoffSpanBuilder(Tracing tracing, @Nullable String toAgent) {
    super(tracing, "handoff", toAgent);
    set(GenAi.OPERATION_NAME, "handoff");
    set(GenAi.HANDOFF_TO_AGENT, toAgent);
  }

  /** The agent that hands over; default: the agent whose scope this is. */
  public HandoffSpanBuilder from(@Nullable String agent) {
    fromAgent = agent;
    return this;
  }

  /** What is handed over: text, or a map, collection or scalar. */
  public HandoffSpanBuilder input(@Nullable Object input) {
    return onStart(span -> span.input(input));
  }

  /** Records a handoff that takes no time of its own. */
  public void record() {
    startDetached().close();
  }

  @Override
  void beforeStart(Context from) {
    String current = Baggage.fromContext(from).getEntryValue(GenAi.AGENT_NAME.getKey());
    set(GenAi.HANDOFF_FROM_AGENT, fromAgent == null ? current : fromAgent);
  }

  @Override
  HandoffSpan create(StartedSpan started) {
    return new HandoffSpan(started);
  }
}
