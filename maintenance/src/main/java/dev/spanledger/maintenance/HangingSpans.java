// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import dev.spanledger.schema.OpenSpan;
import dev.spanledger.schema.Upkeep;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Says of each span once that it runs much longer than its like. */
final class HangingSpans implements Job {
  /** In one line of the log. */
  private static final int SHOWN = 5;

  private final Upkeep upkeep;
  private final double factor;
  private final Duration limit;

  HangingSpans(Upkeep upkeep, double factor, Duration limit) {
    this.upkeep = upkeep;
    this.factor = factor;
    this.limit = limit;
  }

  @Override
  public String name() {
    return "hanging spans";
  }

  @Override
  public String run(Turn turn) {
    List<OpenSpan> found = turn.goesOn() ? upkeep.hangingSpans(factor, limit) : List.of();
    return found.isEmpty()
        ? ""
        : "%d spans run longer than their like: %s"
            .formatted(
                found.size(),
                found.stream()
                    .limit(SHOWN)
                    .map(HangingSpans::say)
                    .collect(Collectors.joining(", ")));
  }

  /** Without its name, which is the application's. */
  private static String say(OpenSpan span) {
    return "%s/%s (%s, %d s)"
        .formatted(span.traceId(), span.spanId(), span.kind(), span.running().toSeconds());
  }
}
