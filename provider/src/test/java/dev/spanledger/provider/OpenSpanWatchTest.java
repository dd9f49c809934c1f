// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.redaction.SpanRedaction;
import dev.spanledger.schema.OpenSpan;
import dev.spanledger.schema.OpenSpans;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is stored of spans while they run, on a clock that the test moves. */
class OpenSpanWatchTest {
  private static final Duration AFTER = Duration.ofSeconds(2);

  private final LiveSpans live = new LiveSpans(new Routing(null, Set::of));
  private final SpanRecorder recorder =
      new SpanRecorder(Settings.of(Map.of(), knob -> null), SpanRedaction.NONE);
  private final Tracer tracer =
      SdkTracerProvider.builder().addSpanProcessor(new OnlyLive()).build().get("test");
  private long nanos = Long.MAX_VALUE - 5;

  /** Ends as the processor does, but nothing is queued. */
  private final class OnlyLive implements SpanProcessor {
    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {
      live.started(parentContext, span);
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      LiveSpan entry = live.ended(span.getSpanContext());
      if (entry != null) {
        QueuedSpan place = entry.takePlace();
        place.ended(span);
      }
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }

  private final class All implements OpenSpanWatch.Source {
    @Override
    public boolean isOurs(LiveSpan span) {
      return true;
    }

    @Override
    public @Nullable SpanRow rowOf(LiveSpan span) {
      ReadableSpan running = LiveSpans.running(span);
      return running == null ? null : recorder.running(running.toSpanData(), span, Instant.now());
    }
  }

  private OpenSpanWatch watch(OpenSpans rows) {
    return new OpenSpanWatch(live, new All(), () -> rows, AFTER, () -> nanos);
  }

  private void pass(OpenSpanWatch watch, Duration time) {
    nanos += time.toNanos();
    if (watch.isDue()) {
      watch.run();
    }
  }

  private static List<String> names(TraceReader reader) {
    return reader.openSpans(null, 100).stream().map(OpenSpan::name).toList();
  }

  @EachDatabase
  void aSpanIsStoredOnceItHasRunForLong(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    SpanWriter writer = schema.writer();
    OpenSpanWatch watch = watch(writer.openSpans());
    Span first = tracer.spanBuilder("first").startSpan();
    pass(watch, Duration.ofSeconds(1));
    Span second = tracer.spanBuilder("second").startSpan();
    pass(watch, Duration.ofSeconds(1));
    assertThat(names(schema.reader())).isEmpty();
    pass(watch, Duration.ofSeconds(1));
    assertThat(names(schema.reader())).containsExactly("first");
    pass(watch, Duration.ofSeconds(1));
    assertThat(names(schema.reader())).containsExactly("first", "second");

    first.end();
    pass(watch, OpenSpanWatch.END_LOST_AFTER.minusSeconds(1));
    assertThat(names(schema.reader())).as("its end may be written yet").hasSize(2);
    pass(watch, Duration.ofSeconds(1));
    pass(watch, OpenSpanWatch.END_LOST_AFTER);
    assertThat(names(schema.reader())).as("its end was lost").containsExactly("second");
    assertThat(schema.reader().trace(first.getSpanContext().getTraceId())).isEmpty();
    second.end();
    watch.runLast();
    assertThat(names(schema.reader())).isEmpty();
    assertThat(schema.reader().trace(second.getSpanContext().getTraceId())).isEmpty();
  }

  @EachDatabase
  void aHeartbeatEveryTenSeconds(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    OpenSpanWatch watch = watch(schema.writer().openSpans());
    Span span = tracer.spanBuilder("long").startSpan();
    for (int i = 0; i < 3; i++) {
      pass(watch, Duration.ofSeconds(1));
    }
    assertThat(names(schema.reader())).containsExactly("long");
    database.execute(
        "UPDATE agent_open_spans SET heartbeat_at = start_time, suspected_at = start_time");
    pass(watch, OpenSpanWatch.HEARTBEAT.minusSeconds(1));
    assertThat(suspected(database)).isEqualTo(1);
    pass(watch, Duration.ofSeconds(1));
    assertThat(suspected(database)).isZero();
    database.execute("DELETE FROM agent_open_spans");
    pass(watch, OpenSpanWatch.HEARTBEAT);
    assertThat(names(schema.reader())).as("it is put again").containsExactly("long");
    assertThat(span.isRecording()).isTrue();
  }

  private static long suspected(TestDatabase database) throws SQLException {
    String sql = "SELECT count(*) AS n FROM agent_open_spans WHERE suspected_at IS NOT NULL";
    return ((Number) database.rows(sql).get(0).get("n")).longValue();
  }

  @EachDatabase
  void aDatabaseThatIsAwayIsLeftInPeaceForAWhile(TestDatabase database) throws SQLException {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    TraceSchema schema = TraceSchema.builder(source).open();
    OpenSpanWatch watch = watch(schema.writer().openSpans());
    Span span = tracer.spanBuilder("long").startSpan();
    source.fail(Call.CONNECT).always();
    pass(watch, Duration.ofSeconds(1));
    pass(watch, Duration.ofSeconds(3));
    int calls = source.calls(Call.CONNECT);
    pass(watch, Duration.ofSeconds(9));
    assertThat(source.calls(Call.CONNECT)).isEqualTo(calls);
    source.heal();
    pass(watch, Duration.ofSeconds(1));
    assertThat(names(schema.reader())).containsExactly("long");
    assertThat(source.open()).isZero();
    assertThat(source.returnedDirty()).isZero();
    assertThat(span.isRecording()).isTrue();
  }

  @EachDatabase
  @Timeout(60)
  void aSpanThatNobodyCanEndIsAbandoned(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    OpenSpanWatch watch = watch(schema.writer().openSpans());
    String traceId = forget(watch);
    assertThat(names(schema.reader())).containsExactly("forgotten");
    while (!names(schema.reader()).isEmpty()) {
      System.gc();
      pass(watch, Duration.ofMillis(1));
    }
    assertThat(schema.reader().trace(traceId).orElseThrow().trace().status())
        .isEqualTo("ABANDONED");
  }

  private String forget(OpenSpanWatch watch) {
    Span span = tracer.spanBuilder("forgotten").startSpan();
    pass(watch, Duration.ofSeconds(1));
    pass(watch, Duration.ofSeconds(2));
    return span.getSpanContext().getTraceId();
  }

  @Test
  void ofWhatASpanWasGivenToReadNothingIsKept() {
    Span span =
        tracer
            .spanBuilder("chat gpt-4o")
            .setAttribute("gen_ai.operation.name", "chat")
            .setAttribute("gen_ai.request.model", "gpt-4o")
            .setAttribute("gen_ai.input.messages", "[" + "x".repeat(2_000) + "]")
            .startSpan();
    span.addEvent("said", Attributes.empty());
    LiveSpan entry = Objects.requireNonNull(live.find(span.getSpanContext()));
    SpanRow row = Objects.requireNonNull(new All().rowOf(entry));
    assertThat(row.kind()).isEqualTo("LLM");
    assertThat(row.get(SpanColumns.MODEL)).isEqualTo("gpt-4o");
    assertThat(row.get(SpanColumns.INPUT)).isNull();
    assertThat(row.get(SpanColumns.EVENTS)).isNull();
    assertThat(row.endTime()).isEqualTo(row.startTime());
    assertThat(recorder.mishaps().repaired()).isZero();
  }

  @Test
  void aStartThatCannotBeRightIsPassedOver() {
    Span span =
        tracer
            .spanBuilder("odd")
            .setStartTimestamp(Instant.parse("1990-01-01T00:00:00Z"))
            .startSpan();
    LiveSpan entry = Objects.requireNonNull(live.find(span.getSpanContext()));
    assertThat(new All().rowOf(entry)).isNull();
    assertThat(entry.runsFor(0, 1)).isTrue();
    entry.passOver();
    assertThat(entry.runsFor(0, Long.MAX_VALUE)).isFalse();
  }
}
