// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.provider.redaction.Redaction;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Spans outlive a ledger whose database is away. */
class SpillTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String MARKER = "MARKER4711MARKER";
  private static final String KEY = "sk-proj-" + "a1B2c3D4e5F6g7H8".repeat(3);
  private static final String MESSAGES =
      "[{\"role\":\"user\",\"content\":\""
          + MARKER
          + "\"},{\"role\":\"user\",\"content\":\""
          + KEY
          + "\"}]";

  @TempDir Path directory;

  private final ManualTimer timer = new ManualTimer();

  private SpanledgerBuilder builder(FaultyDataSource source) {
    return Spanledger.builder(source)
        .elsewhere(knob -> null)
        .timer(timer)
        .batchDelay(Duration.ofMillis(10))
        .retry(Duration.ofMillis(5), Duration.ofMillis(50))
        .spillDirectory(directory);
  }

  private static Tracer tracer(Spanledger ledger) {
    return SdkTracerProvider.builder()
        .addSpanProcessor(ledger.spanProcessor())
        .build()
        .get("test", "1");
  }

  private static SpanContext call(Tracer tracer) {
    Span span = tracer.spanBuilder("chat gpt-4o").startSpan();
    span.setAttribute("gen_ai.operation.name", "chat");
    span.setAttribute("gen_ai.request.model", "gpt-4o");
    span.setAttribute("gen_ai.provider.name", "openai");
    span.setAttribute("gen_ai.usage.input_tokens", 100);
    span.setAttribute("gen_ai.usage.output_tokens", 10);
    span.setAttribute("gen_ai.input.messages", MESSAGES);
    span.setAttribute("shop.plan", "gold");
    span.end();
    return span.getSpanContext();
  }

  @EachDatabase
  void whatWaitsAtTheCloseIsStoredByTheNext(TestDatabase database) throws IOException {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    Column<String> plan = Column.text("shop_plan");
    List<SpanContext> calls = new ArrayList<>();
    SpanRow direct;
    try (Spanledger ledger = builder(source).column("shop.plan", plan).build()) {
      Tracer tracer = tracer(ledger);
      SpanContext first = call(tracer);
      assertThat(ledger.flush(SOON)).isTrue();
      await(() -> ledger.stats().ledger().stored() == 1);
      direct = ledger.reader().span(first.getTraceId(), first.getSpanId()).orElseThrow();
      source.fail(Call.CONNECT).always();
      for (int i = 0; i < 100; i++) {
        calls.add(call(tracer));
      }
      assertThat(ledger.flush(SOON)).as("on disk is as good").isTrue();
    }
    assertThat(onDisk()).contains(MARKER).doesNotContain(KEY);
    source.heal();
    try (Spanledger next = builder(source).column("shop.plan", plan).build()) {
      await(() -> next.stats().ledger().stored() == 100);
      assertThat(next.stats().ledger().balanced()).isTrue();
      for (SpanContext call : calls) {
        SpanRow row = next.reader().span(call.getTraceId(), call.getSpanId()).orElseThrow();
        assertThat(row.get(SpanColumns.COST_USD))
            .isEqualByComparingTo(direct.get(SpanColumns.COST_USD));
        for (Column<?> column :
            List.of(
                SpanColumns.NAME,
                SpanColumns.KIND,
                SpanColumns.INPUT,
                SpanColumns.MODEL,
                SpanColumns.USAGE_COUNTED,
                plan)) {
          assertThat((Object) row.get(column)).as(column.name()).isEqualTo(direct.get(column));
        }
      }
    }
    assertThat(onDisk()).isEmpty();
  }

  @EachDatabase
  void lateLogRecordsWaitOnDiskToo(TestDatabase database) {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    SpanContext call;
    Spanledger ledger = builder(source).build();
    try (LoggingApp app = new LoggingApp(ledger)) {
      Span span = app.start();
      span.end();
      call = span.getSpanContext();
      ledger.flush(SOON);
      await(() -> ledger.stats().ledger().stored() == 1);
      source.fail(Call.CONNECT).always();
      app.prompt(span);
      assertThat(ledger.flush(SOON)).isTrue();
    }
    ledger.close();
    assertThat(ledger.stats().ledger().spilled()).isEqualTo(1);
    source.heal();
    try (Spanledger next = builder(source).build()) {
      await(() -> next.stats().ledger().stored() == 1);
      SpanRow row = next.reader().span(call.getTraceId(), call.getSpanId()).orElseThrow();
      assertThat(row.get(SpanColumns.INPUT)).contains("Where is my order?");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void whatIsNotRecordedIsNotOnDisk(TestDatabase database) throws IOException {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    try (Spanledger ledger =
        builder(source).contentCapture(ContentCapture.BASIC).redaction(Redaction.NONE).build()) {
      source.fail(Call.CONNECT).always();
      call(tracer(ledger));
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(onDisk()).contains("gpt-4o").doesNotContain(MARKER).doesNotContain(KEY);
    }
    assertThat(onDisk()).contains("gpt-4o").doesNotContain(MARKER).doesNotContain(KEY);
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aDirectoryThatCannotBeUsedIsRefusedByTheNameOfItsKey(TestDatabase database)
      throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(
            () ->
                Spanledger.builder(database.dataSource())
                    .spillDirectory(file.resolve("below"))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spanledger.spill.directory");
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void everyRouteHasADirectoryOfItsOwn(TestDatabase database) throws IOException {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    try (Spanledger ledger =
        builder(source).route("a/../b", source).router(trace -> "a/../b").build()) {
      call(tracer(ledger));
      assertThat(ledger.flush(SOON)).isTrue();
    }
    try (Stream<Path> routes = Files.list(directory)) {
      assertThat(routes.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("spanledger-default", "spanledger-a%2F..%2Fb");
    }
  }

  private String onDisk() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start).isLessThan(SOON.toNanos());
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }
}
