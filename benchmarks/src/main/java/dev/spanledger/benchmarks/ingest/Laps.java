// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import java.util.List;
import java.util.function.ToLongFunction;

/** The rounds of one contender. */
record Laps(List<Timing> rounds) {
  /** The median. */
  long nanos() {
    return median(Timing::nanos);
  }

  /** The median of what this process' threads took. */
  long cpuNanos() {
    return median(Timing::cpuNanos);
  }

  /** Each round's. */
  List<Double> millis() {
    return rounds.stream().map(round -> round.nanos() / 1e6).toList();
  }

  private long median(ToLongFunction<Timing> value) {
    long[] sorted = rounds.stream().mapToLong(value).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
