// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TracePage;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.spans.Corpus;
import dev.spanledger.testkit.spans.OtlpReplay;
import dev.spanledger.testkit.spans.Replayed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A hundred recorded agent runs; skipped, saying so, where the recording is absent. */
class CorpusTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final long ROOM = 256L << 20;
  private static final int SPANS = 1_901;
  private static final int TRACES = 100;

  @EachDatabase
  void everySpanIsStoredOnceHoweverOftenItComes(TestDatabase database) throws Exception {
    Corpus corpus = Corpus.open("tau-airline");
    for (int replay = 1; replay <= 2; replay++) {
      try (Spanledger ledger = roomy(database)) {
        Replayed replayed = OtlpReplay.into(ledger.spanProcessor()).corpus(corpus);
        assertThat(replayed.spans()).isEqualTo(SPANS);
        assertThat(ledger.flush(LONG)).isTrue();
        assertThat(ledger.stats().ledger().stored()).isEqualTo(SPANS);
        assertIsTheCorpus(database, ledger.reader());
      }
    }
  }

  /** The whole recording may be queued before the first batch is written. */
  private static Spanledger roomy(TestDatabase database) {
    return Spanledger.builder(database.dataSource()).maxQueueBytes(ROOM).build();
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void fourProcessesAtOnceStoreItOnceWithoutADeadlock(TestDatabase database) throws Exception {
    Corpus corpus = Corpus.open("tau-airline");
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      writers.add(writer(database, corpus.path()));
    }
    for (Process writer : writers) {
      assertThat(writer.waitFor(3, MINUTES)).as("a writer ends in time").isTrue();
      assertThat(writer.exitValue()).isZero();
    }
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      assertIsTheCorpus(database, ledger.reader());
    }
    assertThat(
            database.rows(
                "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
        .containsExactly(Map.of("deadlocks", 0L));
  }

  private static void assertIsTheCorpus(TestDatabase database, TraceReader reader)
      throws Exception {
    assertThat(database.rows("SELECT trace_id FROM agent_spans")).hasSize(SPANS);
    List<TraceRow> traces = all(reader);
    assertThat(traces).hasSize(TRACES);
    assertThat(traces).allMatch(trace -> !trace.status().equals("RUNNING"));
    assertThat(traces).allMatch(trace -> trace.get(TraceColumns.LLM_CALLS) > 0);
    for (TraceRow trace : traces) {
      assertThat(trace).isEqualTo(reader.recompute(trace.traceId()).orElseThrow());
    }
  }

  private static List<TraceRow> all(TraceReader reader) {
    List<TraceRow> traces = new ArrayList<>();
    TracePage page = reader.list(TraceQuery.all().limit(30));
    traces.addAll(page.traces());
    while (page.next() != null) {
      page = reader.list(TraceQuery.all().limit(30).after(page.next()));
      traces.addAll(page.traces());
    }
    return traces;
  }

  private static Process writer(TestDatabase database, Path corpus) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-Dspanledger.queue.max.bytes=" + ROOM,
            Writer.class.getName(),
            database.jdbcUrl(),
            database.user(),
            database.password(),
            corpus.toString())
        .inheritIO()
        .start();
  }

  /** A process that replays the corpus into a PostgreSQL. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      try (Spanledger ledger = Spanledger.open(args[0], args[1], args[2])) {
        OtlpReplay.into(ledger.spanProcessor()).corpus(new Corpus(Path.of(args[3])));
        System.exit(ledger.flush(LONG) ? 0 : 1);
      }
    }
  }
}
