// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import org.jspecify.annotations.Nullable;

/**
 * A tool call that has not started; see {@link AgentTracer#tool(String)}. What a function run by it
 * returns is recorded as the tool's result, unless the function told a result itself.
 */
public final class ToolSpanBuilder extends StepBuilder<ToolSpanBuilder, ToolSpan> {

  ToolSpanBuilder(Tracing tracing, @Nullable String name) {
    super(tracing, "execute_tool", name);
    set(GenAi.OPERATION_NAME, "execute_tool");
    set(GenAi.TOOL_NAME, name);
  }

  /** The id that the model gave this call. */
  public ToolSpanBuilder callId(@Nullable String id) {
    return set(GenAi.TOOL_CALL_ID, id);
  }

  /** {@code function}, {@code extension} or {@code datastore}. */
  public ToolSpanBuilder type(@Nullable String type) {
    return set(GenAi.TOOL_TYPE, type);
  }

  /** What the tool is for. */
  public ToolSpanBuilder description(@Nullable String description) {
    return set(GenAi.TOOL_DESCRIPTION, description);
  }

  /**
   * What the tool is called with.
   *
   * @param arguments JSON text, or a map, collection or scalar
   */
  public ToolSpanBuilder arguments(@Nullable Object arguments) {
    return onStart(span -> span.arguments(arguments));
  }

  @Override
  ToolSpan create(StartedSpan started) {
    return new ToolSpan(started);
  }

  @Override
  void returned(ToolSpan span, @Nullable Object value) {
    if (!span.hasResult()) {
      span.result(value);
    }
  }
}
