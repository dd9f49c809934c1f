// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import dev.spanledger.benchmarks.LongRun;
import dev.spanledger.testkit.spans.Corpus;
import dev.spanledger.testkit.spans.OtlpReplay;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;
import java.util.function.Function;

/**
 * Spans to be stored, the same every time.
 *
 * @param start starts all of them in a real SDK, and returns what ends them, one each
 */
record Load(String name, Function<SpanProcessor, List<Runnable>> start) {
  private static final String RECORDING = "tau-airline";

  /** Recorded conversations, or else a generated one: each call repeats the ones before it. */
  static Load conversations(int turns) {
    return Corpus.find(RECORDING)
        .map(Load::recorded)
        .orElseGet(
            () -> new Load(turns + " turns", processor -> LongRun.started(processor, turns)));
  }

  private static Load recorded(Corpus corpus) {
    return new Load(RECORDING, processor -> OtlpReplay.into(processor).started(corpus));
  }

  /** Of 2 KiB each, of which no text is like another. */
  static Load unique(int spans) {
    UniqueSpans unique = new UniqueSpans(spans);
    return new Load("2 KiB spans", unique::started);
  }
}
