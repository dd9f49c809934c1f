// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import org.jspecify.annotations.Nullable;

/**
 * A turn or task that has not started; see {@link AgentTracer#turn} and {@link AgentTracer#task}.
 * What a function run by it returns is recorded as its output, unless the function told one itself.
 */
public final class TaskSpanBuilder extends StepBuilder<TaskSpanBuilder, TaskSpan> {

  private TaskSpanBuilder(Tracing tracing, String operation, @Nullable String target) {
    super(tracing, operation, target);
    set(GenAi.SPAN_KIND, "CHAIN");
  }

  static TaskSpanBuilder turn(Tracing tracing, int index) {
    return new TaskSpanBuilder(tracing, "turn", Integer.toString(index))
        .set(GenAi.TURN_INDEX, (long) index);
  }

  static TaskSpanBuilder task(Tracing tracing, @Nullable String name) {
    return new TaskSpanBuilder(tracing, "task", name).set(GenAi.TASK_NAME, name);
  }

  /** What it works on: text, or a map, collection or scalar. */
  public TaskSpanBuilder input(@Nullable Object input) {
    return onStart(span -> span.input(input));
  }

  @Override
  TaskSpan create(StartedSpan started) {
    return new TaskSpan(started);
  }

  @Override
  void returned(TaskSpan span, @Nullable Object value) {
    if (!span.hasOutput()) {
      span.output(value);
    }
  }
}
