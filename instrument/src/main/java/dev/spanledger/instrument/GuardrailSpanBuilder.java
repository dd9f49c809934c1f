// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import org.jspecify.annotations.Nullable;

/** A guardrail that has not started; see {@link AgentTracer#guardrail(String)}. */
public final class GuardrailSpanBuilder extends StepBuilder<GuardrailSpanBuilder, GuardrailSpan> {

  GuardrailSpanBuilder(Tracing tracing, @Nullable String name) {
    super(tracing, "guardrail", name);
    set(GenAi.SPAN_KIND, "GUARDRAIL");
    set(GenAi.GUARDRAIL_NAME, name);
  }

  /** What it looks at: text, or a map, collection or scalar. */
  public GuardrailSpanBuilder input(@Nullable Object input) {
    return onStart(span -> span.setContent(GenAi.INPUT, () -> Json.textOrJson(input)));
  }

  @Override
  GuardrailSpan create(StartedSpan started) {
    return new GuardrailSpan(started);
  }
}
