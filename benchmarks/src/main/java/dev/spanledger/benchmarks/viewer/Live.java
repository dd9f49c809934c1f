// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.viewer;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Limits;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.spans.SpanMother;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** From the end of a span until a page that follows has heard of it. */
final class Live {
  private static final double LIMIT_MS = 300;
  private static final Duration BATCH_DELAY = Duration.ofMillis(100);
  private static final int RUNS = 60;
  private static final int QUICK_RUNS = 3;
  private static final int WARM_UP = 2;

  private final Shown shown;
  private final int runs;

  Live(Shown shown, boolean quick) {
    this.shown = shown;
    this.runs = quick ? QUICK_RUNS : RUNS;
  }

  List<Finding> measure() throws Exception {
    double[] millis = new double[runs];
    try (Spanledger ledger =
            Spanledger.builder(shown.dataSource()).batchDelay(BATCH_DELAY).build();
        SpanMother mother = SpanMother.into(ledger.spanProcessor());
        BufferedReader events =
            new BufferedReader(
                new InputStreamReader(shown.follow("api/live"), StandardCharsets.UTF_8))) {
      for (int i = -WARM_UP; i < runs; i++) {
        mother.clock().setTime(Instant.now());
        String trace = mother.weatherRun().getTraceId();
        long end = System.nanoTime();
        await(events, trace);
        if (i >= 0) {
          millis[i] = Limits.millis(System.nanoTime() - end);
        }
      }
    }
    Map<String, Object> about = shown.about();
    about.put("batch.delay", BATCH_DELAY.toMillis() + " ms");
    about.put("median", Limits.quantile(millis, 0.5));
    about.put("slowest", Limits.quantile(millis, 1));
    return List.of(
        Limits.milliseconds(
            shown.on("from a span's end to the page's event, the 95th percentile"),
            Limits.quantile(millis, 0.95),
            LIMIT_MS,
            about));
  }

  private static void await(BufferedReader events, String trace) throws IOException {
    String line = events.readLine();
    while (line != null && !line.contains(trace)) {
      line = events.readLine();
    }
    if (line == null) {
      throw new IOException("the feed has ended");
    }
  }
}
