// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import org.jspecify.annotations.Nullable;

/** A running turn or task; see {@link AgentTracer#turn} and {@link AgentTracer#task}. */
public final class TaskSpan extends Step<TaskSpan> {

  private volatile boolean hasOutput;

  TaskSpan(StartedSpan started) {
    super(started);
  }

  /** What it works on: text, or a map, collection or scalar. */
  public TaskSpan input(@Nullable Object input) {
    return setContent(GenAi.INPUT, () -> Json.textOrJson(input));
  }

  /** What came out: text, or a map, collection or scalar; any other object as its text. */
  public TaskSpan output(@Nullable Object output) {
    hasOutput = true;
    return setContent(GenAi.OUTPUT, () -> Json.textOrJson(output));
  }

  boolean hasOutput() {
    return hasOutput;
  }
}
