// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.years;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Limits;
import dev.spanledger.schema.TracePage;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a viewer asks the reader for: pages of the list, down to the last, and one large trace. */
final class Reading {
  private static final double PAGE_LIMIT_MS = 20;
  private static final double TRACE_LIMIT_MS = 150;
  private static final int WARM_UP = 5;

  private final Month month;
  private final int rounds;

  Reading(Month month, int rounds) {
    this.month = month;
    this.rounds = rounds;
  }

  List<Finding> measure() {
    return List.of(pages(), largeTrace());
  }

  /**
   * Of each page the median of all walks: what depth does is to be seen, not what the garbage
   * collector does.
   */
  private Finding pages() {
    TraceReader reader = month.schema().reader();
    walk(reader);
    List<double[]> walks = new ArrayList<>();
    for (int i = 0; i < Math.max(3, rounds); i++) {
      walks.add(walk(reader));
    }
    double[] pages = new double[walks.get(0).length];
    for (int page = 0; page < pages.length; page++) {
      int number = page;
      pages[page] =
          Limits.quantile(walks.stream().mapToDouble(walk -> walk[number]).toArray(), 0.5);
    }
    Map<String, Object> details = month.about();
    details.put("pages", pages.length);
    details.put("first", pages[0]);
    details.put("last", pages[pages.length - 1]);
    details.put("median", Limits.quantile(pages, 0.5));
    System.out.println("   pages of 50 traces: " + details);
    return Limits.milliseconds(
        "slowest page of the list of traces",
        Limits.quantile(pages, 1),
        PAGE_LIMIT_MS * month.patience(),
        details);
  }

  private static double[] walk(TraceReader reader) {
    List<Double> millis = new ArrayList<>();
    String next = null;
    do {
      long start = System.nanoTime();
      TracePage page = reader.list(TraceQuery.all().after(next));
      millis.add(Limits.millis(System.nanoTime() - start));
      next = page.next();
    } while (next != null);
    return millis.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private Finding largeTrace() {
    TraceReader reader = month.schema().reader();
    double[] millis = new double[Math.max(3, rounds)];
    int spans = 0;
    for (int i = -WARM_UP; i < millis.length; i++) {
      long start = System.nanoTime();
      spans = reader.trace(Month.LARGE).orElseThrow().spans().size();
      if (i >= 0) {
        millis[i] = Limits.millis(System.nanoTime() - start);
      }
    }
    Map<String, Object> details = month.about();
    details.put("spans", spans);
    details.put("slowest", Limits.quantile(millis, 1));
    return Limits.milliseconds(
        "one trace of %d spans, without content".formatted(spans),
        Limits.quantile(millis, 0.5),
        TRACE_LIMIT_MS * month.patience(),
        details);
  }
}
