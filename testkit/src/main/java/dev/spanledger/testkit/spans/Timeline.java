// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a line's spans start and end: by their times, except that a parent starts no
 * later and ends no earlier than its children.
 */
final class Timeline {
  private static final Comparator<Step> ORDER =
      Comparator.comparingLong(Step::nanos)
          // At one instant, everything that starts does so before anything ends; parents outside.
          .thenComparing(Step::starts, Comparator.reverseOrder())
          .thenComparingInt(step -> step.starts() ? step.depth() : -step.depth());

  private final List<ReplayedSpan> spans;

  /** One thing that happens. */
  record Step(ReplayedSpan span, boolean starts, long nanos, int depth) {
    void play(SpanPlayer player) {
      if (starts) {
        player.start(span);
      } else {
        player.end(span);
      }
    }
  }

  private Timeline(List<ReplayedSpan> spans) {
    this.spans = spans;
  }

  static List<Step> of(List<ReplayedSpan> spans) {
    Timeline timeline = new Timeline(spans);
    timeline.findParents();
    spans.forEach(Timeline::cutCycle);
    spans.forEach(ReplayedSpan::holdAncestorsOpen);
    return timeline.steps();
  }

  private void findParents() {
    Map<String, ReplayedSpan> byId = new HashMap<>();
    spans.forEach(span -> byId.put(id(span.recorded(), span.recorded().spanId()), span));
    for (ReplayedSpan span : spans) {
      ReplayedSpan parent = byId.get(id(span.recorded(), span.recorded().parentSpanId()));
      span.setParent(span.recorded().parentIsRemote() ? null : parent);
    }
  }

  private static String id(OtlpSpan span, @Nullable String spanId) {
    return span.traceId() + spanId;
  }

  /** Recorded data may claim that a span is its own ancestor; such a span starts without it. */
  private static void cutCycle(ReplayedSpan span) {
    Set<ReplayedSpan> seen = new HashSet<>();
    for (ReplayedSpan at = span; at != null; at = at.parent()) {
      seen.add(at);
      if (seen.contains(at.parent())) {
        at.setParent(null);
      }
    }
  }

  private List<Step> steps() {
    return spans.stream().flatMap(Timeline::steps).sorted(ORDER).toList();
  }

  private static Stream<Step> steps(ReplayedSpan span) {
    int depth = span.depth();
    return Stream.of(
        new Step(span, true, span.startsAt(), depth), new Step(span, false, span.endsAt(), depth));
  }
}
