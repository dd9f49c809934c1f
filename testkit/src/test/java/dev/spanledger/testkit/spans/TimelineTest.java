// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final Log log = new Log();
  private final OtlpReplay replay = OtlpReplay.into(log);

  @Test
  void followsTheClockAcrossSiblings() {
    replay.line(line(span(2, 1, 20, 40), span(3, 1, 30, 50), span(1, 0, 10, 60)));
    assertThat(log.steps).containsExactly("+1", "+2", "+3", "-2", "-3", "-1");
  }

  @Test
  void nestsAtOneInstant() {
    replay.line(line(span(3, 2, 10, 10), span(2, 1, 10, 10), span(1, 0, 10, 10)));
    assertThat(log.steps).containsExactly("+1", "+2", "+3", "-3", "-2", "-1");
  }

  @Test
  void nestsWhereClocksDisagree() {
    replay.line(line(span(2, 1, 5, 99), span(1, 0, 10, 60)));
    assertThat(log.steps).containsExactly("+1", "+2", "-2", "-1");
    assertThat(log.times).containsEntry("1", "10-60").containsEntry("2", "5-99");
  }

  @Test
  void endsAfterItStartsWhereTimesRunBackwards() {
    replay.line(line(span(2, 1, 30, 20), span(1, 0, 40, 0)));
    assertThat(log.steps).containsExactly("+1", "+2", "-2", "-1");
    assertThat(log.times).containsEntry("1", "40-0").containsEntry("2", "30-20");
  }

  @Test
  void survivesSpansThatAreTheirOwnAncestors() {
    replay.line(line(span(1, 2, 10, 20), span(2, 1, 10, 20), span(3, 3, 10, 20)));
    assertThat(log.times.keySet()).containsExactly("1", "2", "3");
  }

  @Test
  void parentsAlwaysEncloseTheirChildren() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> spans = new ArrayList<>();
    for (int id = 1; id <= 200; id++) {
      spans.add(span(id, random.nextInt(id), random.nextInt(50), random.nextInt(50)));
    }
    replay.line(line(spans.toArray(String[]::new)));
    assertThat(log.parents).as("seed %d", seed).hasSize(200).allSatisfy(this::encloses);
  }

  private void encloses(String child, String parent) {
    if (!parent.equals("0")) {
      assertThat(log.steps)
          .containsSubsequence("+" + parent, "+" + child, "-" + child, "-" + parent);
    }
  }

  private static String line(String... spans) {
    return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[%s]}]}]}"
        .formatted(String.join(",", spans));
  }

  private static String span(int id, int parent, long start, long end) {
    return """
        {"traceId":"0123456789abcdef0123456789abcdef","spanId":"%016x","parentSpanId":"%016x",
         "startTimeUnixNano":"%d","endTimeUnixNano":%d}
        """
        .formatted(id, parent, start, end);
  }

  /** Notes what a processor sees. */
  private static final class Log implements SpanProcessor {
    final List<String> steps = new ArrayList<>();
    final Map<String, String> times = new TreeMap<>();
    final Map<String, String> parents = new TreeMap<>();

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {
      steps.add("+" + id(span.getSpanContext().getSpanId()));
      parents.put(
          id(span.getSpanContext().getSpanId()), id(span.getParentSpanContext().getSpanId()));
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      String id = id(span.getSpanContext().getSpanId());
      steps.add("-" + id);
      times.put(
          id,
          String.format(
              Locale.ROOT,
              "%d-%d",
              span.toSpanData().getStartEpochNanos(),
              span.toSpanData().getEndEpochNanos()));
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }

    private static String id(String spanId) {
      return String.valueOf(Long.parseLong(spanId, 16));
    }
  }
}
