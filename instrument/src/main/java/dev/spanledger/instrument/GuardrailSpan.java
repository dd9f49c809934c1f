// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import org.jspecify.annotations.Nullable;

/** A running guardrail; see {@link AgentTracer#guardrail(String)}. */
public final class GuardrailSpan extends Step<GuardrailSpan> {

  GuardrailSpan(StartedSpan started) {
    super(started);
  }

  /** What the guardrail decided, in its own word: {@code pass}, {@code block}, … */
  public GuardrailSpan result(@Nullable String result) {
    return set(GenAi.GUARDRAIL_RESULT, result);
  }

  /** Why it decided so. */
  public GuardrailSpan reason(@Nullable String reason) {
    return setContent(GenAi.GUARDRAIL_REASON, () -> reason);
  }

  /** What it made of its input, where it rewrites: text, or a map, collection or scalar. */
  public GuardrailSpan output(@Nullable Object output) {
    return setContent(GenAi.OUTPUT, () -> Json.textOrJson(output));
  }
}
