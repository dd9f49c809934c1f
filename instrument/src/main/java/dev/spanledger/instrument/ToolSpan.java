// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import org.jspecify.annotations.Nullable;

/** A running tool; see {@link AgentTracer#tool(String)}. */
public final class ToolSpan extends Step<ToolSpan> {

  private volatile boolean hasResult;

  ToolSpan(StartedSpan started) {
    super(started);
  }

  /**
   * What the tool is called with.
   *
   * @param arguments JSON text, or a map, collection or scalar
   */
  public ToolSpan arguments(@Nullable Object arguments) {
    return setContent(GenAi.TOOL_CALL_ARGUMENTS, () -> Json.textOrJson(arguments));
  }

  /**
   * What the tool answered.
   *
   * @param result text, or a map, collection or scalar; any other object as its text
   */
  public ToolSpan result(@Nullable Object result) {
    hasResult = true;
    return setContent(GenAi.TOOL_CALL_RESULT, () -> Json.textOrJson(result));
  }

  boolean hasResult() {
    return hasResult;
  }
}
