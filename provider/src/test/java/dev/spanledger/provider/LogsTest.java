// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** What instrumentations put into log records is with its span. */
class LogsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ManualTimer timer = new ManualTimer();

  @EachDatabase
  void promptAfterTheStartAndChoiceBeforeTheEnd(TestDatabase database) {
    try (Spanledger ledger = ledger(database);
        LoggingApp app = new LoggingApp(ledger)) {
      Span span = app.call();
      assertThat(ledger.flush(SOON)).isTrue();

      SpanRow row = row(ledger, span.getSpanContext());
      assertThat(row.get(SpanColumns.INPUT)).contains("Be kind.", "Where is my order?");
      assertThat(row.get(SpanColumns.OUTPUT)).contains("On its way.");
      assertThat(row.get(SpanColumns.INPUT_PREVIEW)).isEqualTo("Where is my order?");
      assertThat(row.get(SpanColumns.OUTPUT_PREVIEW)).isEqualTo("On its way.");
      assertRecords(ledger, 3, 3, 0);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void theAttributesOfASpanWin(TestDatabase database) {
    try (Spanledger ledger = ledger(database);
        LoggingApp app = new LoggingApp(ledger)) {
      Span span = app.start();
      span.setAttribute("gen_ai.input.messages", LoggingApp.message("user", "as an attribute"));
      app.prompt(span);
      app.choice(span);
      span.end();
      ledger.flush(SOON);

      SpanRow row = row(ledger, span.getSpanContext());
      assertThat(row.get(SpanColumns.INPUT))
          .isEqualTo(LoggingApp.message("user", "as an attribute"));
      assertThat(row.get(SpanColumns.OUTPUT)).contains("On its way.");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void anExceptionOfTheLogFillsTheError(TestDatabase database) {
    try (Spanledger ledger = ledger(database);
        LoggingApp app = new LoggingApp(ledger)) {
      Span span = app.start();
      app.exception(span, "java.io.IOException", "broken pipe");
      span.end();
      ledger.flush(SOON);

      SpanRow row = row(ledger, span.getSpanContext());
      assertThat(row.get(SpanColumns.ERROR_TYPE)).isEqualTo("java.io.IOException");
      assertThat(row.get(SpanColumns.ERROR_MESSAGE)).isEqualTo("broken pipe");
      assertThat(row.get(SpanColumns.ERROR_STACK)).contains("at Model.call");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aSpanThatIsStillQueuedPicksUpWhatIsLate(TestDatabase database) {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    try (Spanledger ledger = builder(source).batchDelay(LONG).build();
        LoggingApp app = new LoggingApp(ledger)) {
      Span span = app.start();
      app.prompt(span);
      span.end();
      app.choice(span);
      assertThat(ledger.flush(SOON)).isTrue();

      assertThat(row(ledger, span.getSpanContext()).get(SpanColumns.OUTPUT))
          .contains("On its way.");
      assertRecords(ledger, 3, 3, 0);
      assertThat(ledger.stats().ledger().accepted()).isEqualTo(1);
    }
  }

  @EachDatabase
  void whatIsLateWaitsForItsGraceAndAmendsTheRow(TestDatabase database) {
    try (Spanledger ledger = ledger(database);
        LoggingApp app = new LoggingApp(ledger)) {
      Span span = app.start();
      span.end();
      ledger.flush(SOON);
      app.prompt(span);
      app.choice(span);
      assertThat(row(ledger, span.getSpanContext()).get(SpanColumns.INPUT)).isNull();
      assertThat(ledger.stats().logRecords().waiting()).isEqualTo(3);

      timer.advance(Duration.ofSeconds(2));
      assertThat(ledger.stats().ledger().accepted()).isEqualTo(2);
      ledger.flush(SOON);

      SpanRow row = row(ledger, span.getSpanContext());
      assertThat(row.get(SpanColumns.INPUT)).contains("Be kind.", "Where is my order?");
      assertThat(row.get(SpanColumns.OUTPUT)).contains("On its way.");
      assertRecords(ledger, 3, 0, 3);
      assertThat(ledger.stats().ledger().stored()).isEqualTo(2);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aFlushDoesNotWaitForTheGrace(TestDatabase database) {
    try (Spanledger ledger = ledger(database);
        LoggingApp app = new LoggingApp(ledger)) {
      Span span = app.start();
      span.end();
      ledger.flush(SOON);
      app.prompt(span);
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(row(ledger, span.getSpanContext()).get(SpanColumns.INPUT)).contains("my order?");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aRecordWhoseSpanNeverComesIsDroppedAfterTheGrace(TestDatabase database) {
    try (Spanledger ledger = ledger(database);
        LoggingApp app = new LoggingApp(ledger)) {
      Span elsewhere = Span.wrap(context("1", TraceFlags.getSampled()));
      app.prompt(elsewhere);
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(ledger.stats().logRecords().waiting()).isEqualTo(2);

      timer.advance(Duration.ofMillis(1_999));
      assertThat(ledger.stats().logRecords().waiting()).isEqualTo(2);
      timer.advance(Duration.ofMillis(1));
      assertRecords(ledger, 2, 0, 0);
      assertThat(ledger.stats().logRecords().dropped())
          .containsEntry(LogDropReason.SPAN_UNKNOWN, 2L);
      assertThat(ledger.stats().ledger().accepted()).isZero();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void theExporterFindsTheRecordsOfASpanThatItNeverSawBegin(TestDatabase database) {
    try (Spanledger ledger = ledger(database);
        LoggingApp app = LoggingApp.exporting(ledger)) {
      Span span = app.start();
      app.prompt(span);
      timer.advance(Duration.ofSeconds(30));
      app.choice(span);
      span.end();
      ledger.flush(SOON);

      SpanRow row = row(ledger, span.getSpanContext());
      assertThat(row.get(SpanColumns.INPUT)).contains("Where is my order?");
      assertThat(row.get(SpanColumns.OUTPUT)).contains("On its way.");
      assertRecords(ledger, 3, 3, 0);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void recordsOfNoSpanOrOfOneThatIsNotSampledAreNoneOfOurs(TestDatabase database) {
    try (Spanledger ledger = ledger(database);
        LoggingApp app = new LoggingApp(ledger, Sampler.alwaysOff())) {
      app.prompt(Span.getInvalid());
      app.call();
      app.log(Span.wrap(context("2", TraceFlags.getSampled())), "an ordinary line", null);
      assertThat(ledger.stats().logRecords()).isEqualTo(new LogRecordStats(0, 0, 0, 0, Map.of()));
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void basicCaptureTakesNoContentAndStillTheError(TestDatabase database) throws Exception {
    try (Spanledger ledger =
            builder(database.dataSource()).contentCapture(ContentCapture.BASIC).build();
        LoggingApp app = new LoggingApp(ledger)) {
      Span span = app.start();
      app.prompt(span);
      app.details(span);
      app.exception(span, "java.io.IOException", "broken pipe");
      app.choice(span);
      span.end();
      ledger.flush(SOON);
      app.prompt(span);
      ledger.flush(SOON);

      assertRecords(ledger, 1, 1, 0);
      assertThat(row(ledger, span.getSpanContext()).get(SpanColumns.ERROR_TYPE)).isNotNull();
      for (String table : List.of("agent_spans", "agent_traces", "agent_contents")) {
        assertThat(database.rows("SELECT * FROM " + table).toString())
            .as(table)
            .doesNotContain("order", "On its way");
      }
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void moreThanTheBoundIsDroppedAndCounted(TestDatabase database) {
    try (Spanledger ledger = builder(database.dataSource()).maxLogBytes(64 * 1024).build();
        LoggingApp app = new LoggingApp(ledger)) {
      Span span = app.start();
      for (int i = 0; i < 100; i++) {
        app.message(span, "user", "x".repeat(10_000));
      }
      LogRecordStats stats = ledger.stats().logRecords();
      assertThat(stats.waiting()).isBetween(1L, 6L);
      assertThat(stats.dropped())
          .containsExactly(Map.entry(LogDropReason.BUFFER_FULL, 100 - stats.waiting()));
      span.end();
      ledger.flush(SOON);
      assertThat(ledger.stats().logRecords().joined()).isEqualTo(stats.waiting());

      Span next = app.call();
      ledger.flush(SOON);
      assertThat(row(ledger, next.getSpanContext()).get(SpanColumns.OUTPUT))
          .contains("On its way.");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void oneSpanDoesNotTakeAll(TestDatabase database) {
    try (Spanledger ledger = builder(database.dataSource()).maxSpanBytes(16 * 1024).build();
        LoggingApp app = new LoggingApp(ledger)) {
      Span greedy = app.start();
      for (int i = 0; i < 100; i++) {
        app.message(greedy, "user", "x".repeat(1_000));
      }
      Span other = app.call();
      greedy.end();
      ledger.flush(SOON);
      assertThat(ledger.stats().logRecords().dropped()).containsOnlyKeys(LogDropReason.SPAN_FULL);
      assertThat(row(ledger, other.getSpanContext()).get(SpanColumns.OUTPUT))
          .contains("On its way.");
      assertThat(SpanSize.of(row(ledger, greedy.getSpanContext()))).isLessThanOrEqualTo(16 * 1024);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void theRecordsOfASpanThatIsNeverEndedAreLetGo(TestDatabase database) {
    try (Spanledger ledger = ledger(database);
        LoggingApp app = new LoggingApp(ledger)) {
      app.prompt(app.start());
      long end = System.nanoTime() + SOON.toNanos();
      while (ledger.stats().logRecords().waiting() > 0 && System.nanoTime() < end) {
        System.gc();
        app.start().end();
      }
      assertRecords(ledger, 2, 0, 0);
      assertThat(ledger.stats().logRecords().dropped())
          .containsExactly(Map.entry(LogDropReason.SPAN_DROPPED, 2L));
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void theRecordsCountAsBytesOfTheQueuedSpan(TestDatabase database) {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    try (Spanledger ledger =
            builder(source)
                .maxQueueBytes(64 * 1024)
                .retry(Duration.ofMillis(2), Duration.ofMillis(5))
                .build();
        LoggingApp app = new LoggingApp(ledger)) {
      source.fail(Call.CONNECT).always();
      for (int i = 0; i < 20; i++) {
        Span span = app.start();
        app.message(span, "user", "x".repeat(20_000));
        span.end();
      }
      assertThat(ledger.stats().ledger().queued()).isLessThanOrEqualTo(3);
      assertThat(ledger.stats().logRecords().dropped())
          .containsOnlyKeys(LogDropReason.SPAN_DROPPED);
      assertThat(ledger.stats().logRecords().balanced()).isTrue();
      source.heal();
    }
  }

  @EachDatabase
  void aBurstWhileTheDatabaseIsAwayLosesNothingAndDoublesNothing(TestDatabase database)
      throws Exception {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    try (Spanledger ledger =
            builder(source)
                .batchSize(16)
                .batchDelay(Duration.ofMillis(5))
                .retry(Duration.ofMillis(2), Duration.ofMillis(5))
                .build();
        LoggingApp app = new LoggingApp(ledger)) {
      source.fail(Call.COMMIT).times(3);
      source.fail(Call.EXECUTE).times(3);
      ExecutorService threads = Executors.newFixedThreadPool(8);
      for (int thread = 0; thread < 8; thread++) {
        threads.execute(() -> callsAndLateOnes(app));
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
      assertThat(ledger.flush(LONG)).isTrue();
      timer.advance(LONG);
      assertThat(ledger.flush(LONG)).isTrue();

      LogRecordStats stats = ledger.stats().logRecords();
      assertThat(stats.balanced()).as(stats.toString()).isTrue();
      assertThat(stats.accepted()).isEqualTo(8 * 20 * 6);
      assertThat(stats.joined() + stats.late()).isEqualTo(stats.accepted());
      assertThat(ledger.stats().ledger().balanced()).isTrue();
      assertThat(ledger.stats().ledger().droppedTotal()).isZero();
      assertThat(database.rows("SELECT 1 FROM agent_spans")).hasSize(320);
      assertThat(
              database.rows("SELECT 1 FROM agent_spans WHERE input_preview = 'Where is my order?'"))
          .hasSize(320);
      assertThat(
              database.rows("SELECT span_id FROM agent_span_messages WHERE direction = 'output'"))
          .hasSize(320);
    }
  }

  private static void callsAndLateOnes(LoggingApp app) {
    for (int i = 0; i < 20; i++) {
      app.call();
      Span late = app.start();
      app.prompt(late);
      late.end();
      app.choice(late);
    }
  }

  private Spanledger ledger(TestDatabase database) {
    return builder(database.dataSource()).build();
  }

  private SpanledgerBuilder builder(DataSource source) {
    return Spanledger.builder(source).timer(timer);
  }

  private static void assertRecords(Spanledger ledger, long accepted, long joined, long late) {
    LogRecordStats stats = ledger.stats().logRecords();
    assertThat(stats.balanced()).as(stats.toString()).isTrue();
    assertThat(stats.accepted()).as(stats.toString()).isEqualTo(accepted);
    assertThat(stats.joined()).as(stats.toString()).isEqualTo(joined);
    assertThat(stats.late()).as(stats.toString()).isEqualTo(late);
    assertThat(stats.waiting()).as(stats.toString()).isZero();
  }

  private static SpanRow row(Spanledger ledger, SpanContext span) {
    return ledger.reader().span(span.getTraceId(), span.getSpanId()).orElseThrow();
  }

  private static SpanContext context(String digit, TraceFlags flags) {
    return SpanContext.create(digit.repeat(32), digit.repeat(16), flags, TraceState.getDefault());
  }
}
