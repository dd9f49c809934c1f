// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which traces have had their time: those that ended before {@code endedBefore}, unless one of the
 * others keeps them. A trace that ended at an instant named here, or later, is kept; and so is one
 * with a span that was running within the last day.
 *
 * @param endedBefore the end of a trace's last span, exclusive
 * @param errorsSince keeps traces with an error that was not handled; null for no longer than
 *     others
 * @param scoredSince keeps traces that have scores; null likewise
 * @param tags keep traces that have the tag
 * @param agents keep traces of the agent, which is the trace's, as in {@code agent_traces}
 * @param environments keep traces of the environment, likewise
 */
public record Expiry(
    Instant endedBefore,
    @Nullable Instant errorsSince,
    @Nullable Instant scoredSince,
    Map<String, Instant> tags,
    Map<String, Instant> agents,
    Map<String, Instant> environments) {
  public Expiry {
    tags = Map.copyOf(tags);
    agents = Map.copyOf(agents);
    environments = Map.copyOf(environments);
  }

  /** With the same exceptions, for traces that ended before another time. */
  public Expiry endedBefore(Instant time) {
    return new Expiry(time, errorsSince, scoredSince, tags, agents, environments);
  }
}
