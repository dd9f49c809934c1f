// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import dev.spanledger.testkit.spans.Corpus;
import dev.spanledger.testkit.spans.OtlpReplay;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Spans to be stored, the same every time.
 *
 * @param goal the share of the inline layout that ours shall not exceed
 */
record Workload(String name, double goal, Consumer<SpanProcessor> spans) {
  private static final String RECORDING = "tau-airline";

  /** Those there are on this machine; says which are missing. */
  static List<Workload> all(int turns) {
    List<Workload> workloads = new ArrayList<>();
    Corpus.find(RECORDING)
        .ifPresentOrElse(
            corpus -> workloads.add(recorded(corpus)),
            () ->
                System.out.printf(
                    "no recording '%s': -Dspanledger.corpus=<directory> or SPANLEDGER_CORPUS names where it is; skipped%n",
                    RECORDING));
    workloads.add(
        new Workload(turns + " turns", 0.06, processor -> LongRun.play(processor, turns)));
    return workloads;
  }

  private static Workload recorded(Corpus corpus) {
    return new Workload(RECORDING, 0.30, processor -> OtlpReplay.into(processor).corpus(corpus));
  }
}
