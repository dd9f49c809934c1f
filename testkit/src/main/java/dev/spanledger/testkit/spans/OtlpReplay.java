// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Plays recorded OTLP/JSON through a real {@link SdkTracerProvider} into span processors, as if the
 * recorded application ran now.
 *
 * <p>Each line is one {@code ExportTraceServiceRequest}. Within a line spans start and end in the
 * order of their times, a parent always starting before and ending after its children, so that
 * {@code onStart} and {@code onEnd} see real nesting. Ids, kind, times, attributes with their
 * types, events, links, status, trace state, resource, scope name, version and schema URL arrive as
 * recorded. A parent is local unless the span's flags say that it was remote.
 *
 * <p>What the SDK itself does not let a span say is lost: the message of a status that is not
 * ERROR, counts of dropped items, and attributes of a scope. Every span is sampled, whatever its
 * flags say, because it was exported.
 *
 * <p>Processors are neither flushed nor shut down. Not thread-safe.
 */
public final class OtlpReplay {
  private final SpanPlayer player;
  private final Set<String> traceIds = new HashSet<>();
  private long spans;

  private OtlpReplay(SpanPlayer player) {
    this.player = player;
  }

  /** Returns a replay that sends every span to every one of these processors. */
  public static OtlpReplay into(SpanProcessor... processors) {
    return new OtlpReplay(new SpanPlayer(List.of(processors)));
  }

  /**
   * Replays a recording, holding one line of it in memory at a time.
   *
   * @return everything replayed by this object so far
   */
  public Replayed corpus(Corpus corpus) {
    try (Stream<String> lines = corpus.lines()) {
      return lines(lines);
    }
  }

  /**
   * Replays lines in their order. Does not close the stream.
   *
   * @return everything replayed by this object so far
   */
  public Replayed lines(Stream<String> lines) {
    lines.forEachOrdered(this::line);
    return replayed();
  }

  /**
   * Replays one {@code ExportTraceServiceRequest} in OTLP/JSON.
   *
   * @return everything replayed by this object so far
   * @throws IllegalArgumentException if the line is not OTLP/JSON, or an id in it is not valid
   */
  public Replayed line(String json) {
    timeline(json).forEach(step -> step.play(player));
    return replayed();
  }

  /**
   * Starts every span of a recording now and ends none, for measuring what ending them takes.
   *
   * @return what ends them, one span each, line by line in the order of their times
   */
  public List<Runnable> started(Corpus corpus) {
    List<Runnable> ends = new ArrayList<>();
    try (Stream<String> lines = corpus.lines()) {
      lines.forEachOrdered(line -> start(line, ends));
    }
    return ends;
  }

  private void start(String json, List<Runnable> ends) {
    for (Timeline.Step step : timeline(json)) {
      if (step.starts()) {
        step.play(player);
      } else {
        ends.add(() -> step.play(player));
      }
    }
  }

  private List<Timeline.Step> timeline(String json) {
    List<ReplayedSpan> recorded = OtlpRequest.spans(json).stream().map(ReplayedSpan::new).toList();
    recorded.forEach(this::count);
    return Timeline.of(recorded);
  }

  /** Returns what has been replayed so far. */
  public Replayed replayed() {
    return new Replayed(spans, traceIds.size());
  }

  private void count(ReplayedSpan span) {
    spans++;
    traceIds.add(span.recorded().traceId());
  }
}
