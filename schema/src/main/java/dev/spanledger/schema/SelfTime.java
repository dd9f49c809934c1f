// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.List;

/**
 * How long a span was busy itself: its duration without the time in which at least one direct child
 * ran.
 */
final class SelfTime {
  private SelfTime() {}

  /**
   * Milliseconds, for each span.
   *
   * @param spans in order of their start
   */
  static double[] ofAll(List<UsageSpan> spans, SpanForest forest) {
    long[] covered = new long[spans.size()];
    long[] coveredUntil = new long[spans.size()];
    for (int i = 0; i < spans.size(); i++) {
      coveredUntil[i] = spans.get(i).start();
    }
    for (int i = 0; i < spans.size(); i++) {
      int parent = forest.parent(i);
      if (forest.isStored(parent) && spans.get(i).hasSaneTimes()) {
        long from = Math.max(spans.get(i).start(), coveredUntil[parent]);
        long to = Math.min(spans.get(i).end(), spans.get(parent).end());
        covered[parent] += Math.max(0, to - from);
        coveredUntil[parent] = Math.max(coveredUntil[parent], to);
      }
    }
    double[] milliseconds = new double[spans.size()];
    for (int i = 0; i < milliseconds.length; i++) {
      milliseconds[i] = milliseconds(spans.get(i), covered[i]);
    }
    return milliseconds;
  }

  private static double milliseconds(UsageSpan span, long coveredNanos) {
    Double duration = span.get(SpanColumns.DURATION_MS);
    if (!span.hasSaneTimes()) {
      return duration == null ? 0 : duration;
    }
    return Math.max(0, span.end() - span.start() - coveredNanos) / 1e6;
  }
}
