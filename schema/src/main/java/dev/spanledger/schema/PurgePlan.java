// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a purge would take out.
 *
 * @param traces how many
 * @param spans of them
 * @param bytes about how many of all, by the share of the spans
 * @param oldestEnd when the first of them ended; null where there is none
 * @param newestEnd when the last of them ended; null likewise
 * @param tracesLeft how many are kept
 */
public record PurgePlan(
    long traces,
    long spans,
    long bytes,
    @Nullable Instant oldestEnd,
    @Nullable Instant newestEnd,
    long tracesLeft) {
  @Override
  public String toString() {
    return traces == 0
        ? "nothing would go; %d traces are kept".formatted(tracesLeft)
        : "%d traces with %d spans would go, about %.1f MiB, ended %s to %s; %d traces are kept"
            .formatted(traces, spans, bytes / (double) (1 << 20), oldestEnd, newestEnd, tracesLeft);
  }
}
