// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.DataSubject;
import dev.spanledger.schema.ErasureReport;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import dev.spanledger.testkit.oracle.Await;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A person's traces are gone from every database, from the queue and from the disk. */
class ErasureTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String MARKER = "ERIKA4711MUSTERMANN";
  private static final DataSubject ERIKA = DataSubject.user("u-" + MARKER);

  @TempDir Path directory;

  /** Its first call fails in the middle of the outage, its second one comes after it. */
  @EachDatabase
  void duringAnOutageToo(TestDatabase database) throws Exception {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    try (Spanledger ledger = builder(source).spillDirectory(directory).build()) {
      record(ledger, 20, ERIKA.id());
      record(ledger, 5, "somebody");
      assertThat(ledger.flush(SOON)).isTrue();
      source.fail(Call.CONNECT).always();
      record(ledger, 200, ERIKA.id());
      record(ledger, 5, "somebody");
      assertThat(ledger.flush(SOON)).as("on disk is as good").isTrue();
      assertThat(onDisk()).contains(MARKER);
      assertThatThrownBy(() -> ledger.erase(ERIKA))
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("erase again");

      source.heal();
      ErasureReport report = ledger.erase(ERIKA);

      assertThat(report.complete()).isTrue();
      assertThat(ledger.flush(SOON)).isTrue();
      Await.until("the disk is empty", SOON, () -> !onDisk().contains(MARKER));
      assertThat(tables(database)).doesNotContain(MARKER);
      assertThat(database.rows("SELECT count(*) AS n FROM agent_traces").get(0).get("n"))
          .asString()
          .isEqualTo("10");
      assertThat(ledger.stats().ledger().balanced()).isTrue();
    }
  }

  @EachDatabase
  void inEveryRoutesDatabase(TestDatabase database) throws Exception {
    FaultyDataSource otherSource;
    try (TestDatabase other = TestDatabase.open(database.kind())) {
      otherSource = FaultyDataSource.over(other.dataSource());
      try (Spanledger ledger =
          builder(database.dataSource())
              .route("other", otherSource)
              .router(trace -> trace.spanName().endsWith("1") ? "other" : null)
              .build()) {
        record(ledger, 12, ERIKA.id());
        assertThat(ledger.flush(SOON)).isTrue();
        assertThat(tables(database)).contains(MARKER);
        assertThat(tables(other)).contains(MARKER);
        List<String> lines = new ArrayList<>();
        assertThat(ledger.export(ERIKA, lines::add)).isEqualTo(lines.size()).isEqualTo(24);

        otherSource.fail(Call.CONNECT).always();
        assertThatThrownBy(() -> ledger.erase(ERIKA))
            .isInstanceOf(TraceSchemaException.class)
            .hasMessageContaining("route 'other'");
        assertThat(tables(database)).as("the others are done").doesNotContain(MARKER);
        otherSource.heal();
        assertThat(ledger.erase(ERIKA).complete()).isTrue();
        assertThat(tables(other)).doesNotContain(MARKER);
        assertThat(ledger.export(ERIKA, lines::add)).isZero();
      }
    }
  }

  @EachDatabase
  void aLedgerThatIsSwitchedOffErasesNothing(TestDatabase database) {
    try (Spanledger ledger =
        builder(database.dataSource()).contentCapture(ContentCapture.DISABLED).build()) {
      assertThatThrownBy(() -> ledger.erase(ERIKA))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("switched off");
    }
  }

  private static SpanledgerBuilder builder(javax.sql.DataSource source) {
    return Spanledger.builder(source)
        .elsewhere(knob -> null)
        .batchDelay(Duration.ofMillis(10))
        .retry(Duration.ofMillis(5), Duration.ofMillis(50));
  }

  private static void record(Spanledger ledger, int runs, String user) {
    var tracer =
        SdkTracerProvider.builder()
            .addSpanProcessor(ledger.spanProcessor())
            .build()
            .get("test", "1");
    for (int run = 0; run < runs; run++) {
      Span span = tracer.spanBuilder("chat " + run % 2).startSpan();
      span.setAttribute("gen_ai.operation.name", "chat");
      span.setAttribute("user.id", user);
      span.setAttribute(
          "gen_ai.input.messages",
          "[{\"role\":\"user\",\"content\":\"I am %s, for the %d. time\"}]".formatted(user, run));
      span.end();
    }
  }

  private String onDisk() {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.exists(file)) {
          all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      return MARKER; // A file went away meanwhile: look again.
    }
    return all.toString();
  }

  private static String tables(TestDatabase database) throws SQLException {
    StringBuilder all = new StringBuilder();
    for (String table :
        List.of(
            "agent_spans",
            "agent_contents",
            "agent_traces",
            "agent_scores",
            "agent_quarantine",
            "agent_open_spans",
            "agent_erasures")) {
      for (Map<String, ?> row : database.rows("SELECT * FROM " + table)) {
        row.values().forEach(value -> all.append(value).append('\n'));
      }
    }
    return all.toString();
  }
}
