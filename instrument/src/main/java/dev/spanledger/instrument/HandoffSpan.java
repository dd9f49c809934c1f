// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import org.jspecify.annotations.Nullable;

/** A handoff in progress; see {@link AgentTracer#handoff(String)}. */
public final class HandoffSpan extends Step<HandoffSpan> {

  HandoffSpan(StartedSpan started) {
    super(started);
  }

  /** What is handed over: text, or a map, collection or scalar. */
  public HandoffSpan input(@Nullable Object input) {
    return setContent(GenAi.INPUT, () -> Json.textOrJson(input));
  }
}
