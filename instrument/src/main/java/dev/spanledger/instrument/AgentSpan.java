// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A running agent; see {@link AgentTracer#agent(String)}. */
public final class AgentSpan extends Step<AgentSpan> {

  private volatile boolean hasOutput;

  AgentSpan(StartedSpan started) {
    super(started);
  }

  /** What the agent was asked, as a user's message. */
  public AgentSpan input(@Nullable String text) {
    return text == null ? this : input(List.of(Message.user(text)));
  }

  /** What the agent was asked. */
  public AgentSpan input(@Nullable Message... messages) {
    return messages == null ? this : input(Arrays.asList(messages));
  }

  /** What the agent was asked. */
  public AgentSpan input(@Nullable Collection<@Nullable Message> messages) {
    return setContent(GenAi.INPUT_MESSAGES, () -> Message.json(messages));
  }

  /** What the agent answered. */
  public AgentSpan output(@Nullable String text) {
    return text == null ? this : output(List.of(Message.assistant(text)));
  }

  /** What the agent answered. */
  public AgentSpan output(@Nullable Message... messages) {
    return messages == null ? this : output(Arrays.asList(messages));
  }

  /** What the agent answered. */
  public AgentSpan output(@Nullable Collection<@Nullable Message> messages) {
    hasOutput = true;
    return setContent(GenAi.OUTPUT_MESSAGES, () -> Message.json(messages));
  }

  boolean hasOutput() {
    return hasOutput;
  }
}
