// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.DataSubject;
import dev.spanledger.schema.ErasureReport;
import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import dev.spanledger.testkit.rows.SpanRows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A person's traces, and nobody else's, are gone wherever they were. */
class ErasureTest {
  private static final String MARKER = "Erika-Mustermann-4711";
  private static final String USER = "user \"" + MARKER + "\"";
  private static final DataSubject ERIKA = DataSubject.user(USER);

  @EachDatabase
  void everythingOfAUserIsGoneAndNothingOfOthers(TestDatabase database) throws Exception {
    for (Partitioning partitioning : Partitioning.values()) {
      try (TestDatabase own = TestDatabase.open(database.kind())) {
        TraceSchema schema = Tables.in(own.dataSource()).partitioning(partitioning).open();
        List<SpanRow> others = new ArrayList<>();
        SpanWriter writer = schema.writer();
        for (int trace = 1; trace <= 120; trace++) {
          List<SpanRow> rows = conversation(trace, trace % 2 == 0 ? USER : "somebody", trace % 5);
          writer.write(rows);
          if (trace % 2 == 1) {
            others.addAll(rows);
          }
        }
        schema.writer().quarantine(conversation(500, USER, 0).get(0), new SQLException("no"));
        schema.writer().quarantine(conversation(501, "somebody", 0).get(0), new SQLException("no"));
        score(own, 2, "s-2");
        score(own, 3, "s-3");
        open(own, 600, USER);
        open(own, 601, "somebody");
        assertThat(found(own)).isNotEmpty();

        ErasureReport report = schema.upkeep().erasures().erase(ERIKA, () -> true);

        assertThat(report.complete()).isTrue();
        assertThat(report.traces()).isEqualTo(60);
        assertThat(report.spans()).isEqualTo(180);
        assertThat(report.contents()).isPositive();
        assertThat(report.quarantined()).isEqualTo(1);
        assertThat(report.scores()).isEqualTo(1);
        assertThat(report.openSpans()).isEqualTo(1);
        assertThat(found(own)).isEmpty();
        assertWhole(schema.reader(), others);
        assertThat(Tables.count(own, "agent_quarantine")).isEqualTo(1);
        assertThat(Tables.count(own, "agent_scores")).isEqualTo(1);
        assertThat(Tables.count(own, "agent_open_spans")).isEqualTo(1);
        assertThat(schema.upkeep().erasures().unfinished(Duration.ZERO)).isEmpty();
      }
    }
  }

  @EachDatabase
  void aSessionOrATraceCanBeErasedToo(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    for (int trace = 1; trace <= 4; trace++) {
      schema.writer().write(conversation(trace, "u-" + trace, 0));
    }
    score(database, 9, "s-1");
    schema.upkeep().erasures().erase(DataSubject.session("s-1"), () -> true);
    assertThat(Tables.count(database, "agent_scores")).isZero();
    schema.upkeep().erasures().erase(DataSubject.trace(SpanRows.traceId(3)), () -> true);
    assertThat(Tables.column(database, "SELECT trace_id FROM agent_traces ORDER BY trace_id"))
        .containsExactly(SpanRows.traceId(2), SpanRows.traceId(4));
    assertThat(
            Tables.column(database, "SELECT DISTINCT trace_id FROM agent_spans ORDER BY trace_id"))
        .containsExactly(SpanRows.traceId(2), SpanRows.traceId(4));
  }

  /** As one that waited in a queue, on a disk, or in a process that was not reached. */
  @EachDatabase
  void whatComesLaterIsNotStored(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    writer.write(conversation(1, USER, 0));
    schema.upkeep().erasures().erase(ERIKA, () -> true);

    writer.write(conversation(2, USER, 0));
    schema.writer().write(conversation(3, USER, 0));
    SpanRow withoutUser = SpanRows.child(1, 9, 1, "TOOL").build();
    writer.write(List.of(withoutUser));
    writer.quarantine(conversation(4, USER, 0).get(0), new SQLException("no"));
    writer.amend(conversation(1, USER, 0));
    assertThat(found(database)).isEmpty();
    assertThat(Tables.count(database, "agent_spans")).as("of the erased trace, too").isZero();
    assertThat(Tables.count(database, "agent_quarantine")).isZero();

    writer.write(conversation(5, "somebody", 0));
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(3);
    Instant later = Instant.now().plus(Duration.ofHours(1));
    long start = later.getEpochSecond() * 1_000_000_000L;
    writer.write(
        List.of(
            SpanRow.builder()
                .times(start, start + 1_000, later)
                .set(SpanColumns.TRACE_ID, SpanRows.traceId(6))
                .set(SpanColumns.SPAN_ID, SpanRows.spanId(1))
                .set(SpanColumns.USER_ID, USER)
                .build()));
    assertThat(Tables.count(database, "agent_spans"))
        .as("what begins after the erasure is stored")
        .isEqualTo(4);
  }

  @EachDatabase
  void whatWasCountedOfThemIsCountedAgain(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    schema.writer().write(conversation(1, USER, 0));
    schema.writer().write(conversation(2, "somebody", 0));
    schema.upkeep().rollups().run(Instant.now(), report -> true);
    String spans = "SELECT coalesce(sum(span_count), 0) AS n FROM agent_usage_by_day";
    assertThat(Tables.number(database, spans)).isEqualTo(6);
    schema.upkeep().erasures().erase(ERIKA, () -> true);
    schema.upkeep().rollups().run(Instant.now(), report -> true);
    assertThat(Tables.number(database, spans)).isEqualTo(3);
  }

  /** Its process goes on saying that it runs. */
  @EachDatabase
  void aSpanThatRunsDoesNotComeBack(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    List<SpanRow> running = List.of(conversation(1, USER, 0).get(0));
    writer.openSpans().put(running);
    assertThat(found(database)).isNotEmpty();
    schema.upkeep().erasures().erase(ERIKA, () -> true);
    assertThat(found(database)).isEmpty();
    if (!writer.openSpans().beat()) {
      writer.openSpans().put(running);
    }
    assertThat(writer.openSpans().beat()).isTrue();
    assertThat(found(database)).isEmpty();
    writer.write(running);
    assertThat(found(database)).isEmpty();
  }

  /** From some statement on, all fail, as if the database went away just then. */
  @EachDatabase
  void whateverBreaksItOffItGoesOnWhereItWas(TestDatabase database) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int round = 0;
    for (boolean more = true; more; round += 1 + random.nextInt(48)) {
      try (TestDatabase own = TestDatabase.open(database.kind())) {
        TraceSchema schema = Tables.open(own);
        List<SpanRow> others = new ArrayList<>(conversation(1, "somebody", 0));
        others.addAll(conversation(2, "somebody", 1));
        schema.writer().write(others);
        schema.writer().write(conversation(3, USER, 0));
        schema.writer().write(conversation(4, USER, 1));
        FaultyDataSource source = FaultyDataSource.over(own.dataSource());
        TraceSchema faulty = Tables.in(source).open();
        source.fail(Call.EXECUTE).after(round).always();
        more = isBrokenOff(faulty);
        source.heal();
        if (more && round % 2 == 0) {
          faulty.upkeep().erasures().erase(ERIKA, () -> true);
        } else if (more) {
          for (DataSubject subject : faulty.upkeep().erasures().unfinished(Duration.ZERO)) {
            faulty.upkeep().erasures().goOn(subject, () -> true);
          }
        }
        if (!more || round % 2 == 0 || Tables.count(own, "agent_erasures") > 0) {
          assertThat(found(own)).as("broken off at call %d, seed %d", round, seed).isEmpty();
        }
        assertWhole(schema.reader(), others);
        assertThat(source.open()).as("connections").isZero();
      }
    }
    assertThat(round).as("calls").isGreaterThan(20);
  }

  private static boolean isBrokenOff(TraceSchema schema) {
    try {
      return !schema.upkeep().erasures().erase(ERIKA, () -> true).complete();
    } catch (TraceSchemaException e) {
      return true;
    }
  }

  @EachDatabase
  void aStopLeavesTheRestToTheNextCall(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    for (int trace = 1; trace <= 70; trace++) {
      writer.write(conversation(trace, USER, 0));
    }
    AtomicInteger pieces = new AtomicInteger(5);
    ErasureReport report =
        schema.upkeep().erasures().erase(ERIKA, () -> pieces.decrementAndGet() > 0);
    assertThat(report.complete()).isFalse();
    assertThat(schema.upkeep().erasures().unfinished(Duration.ZERO)).containsExactly(ERIKA);
    assertThat(schema.upkeep().erasures().unfinished(Duration.ofMinutes(5))).isEmpty();
    ErasureReport rest = schema.upkeep().erasures().goOn(ERIKA, () -> true);
    assertThat(rest.complete()).isTrue();
    assertThat(report.traces() + rest.traces()).isEqualTo(70);
    assertThat(found(database)).isEmpty();
  }

  /** Others name the same contents, in the same moments. */
  @EachDatabase
  void writersGoOnMeanwhileAndLoseNothing(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    for (int trace = 1; trace <= 60; trace++) {
      writer.write(conversation(trace, USER, 0));
    }
    AtomicBoolean erased = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<List<SpanRow>>> writers = new ArrayList<>();
      for (int number = 0; number < 2; number++) {
        int first = 1_000 + number * 10_000;
        writers.add(
            threads.submit(
                () -> {
                  SpanWriter own = Tables.open(database).writer();
                  List<SpanRow> written = new ArrayList<>();
                  for (int trace = first; !erased.get() || trace < first + 10; trace++) {
                    List<SpanRow> rows = conversation(trace, "somebody", 0);
                    own.write(rows);
                    written.addAll(rows);
                  }
                  return written;
                }));
      }
      assertThat(schema.upkeep().erasures().erase(ERIKA, () -> true).complete()).isTrue();
      erased.set(true);
      List<SpanRow> others = new ArrayList<>();
      for (Future<List<SpanRow>> each : writers) {
        others.addAll(each.get());
      }
      assertThat(found(database)).isEmpty();
      Collections.shuffle(others, new Random(1));
      assertWhole(schema.reader(), others.subList(0, Math.min(others.size(), 150)));
      assertThat(
              Tables.count(
                  database,
                  "agent_span_messages WHERE CAST(message AS text) LIKE '%missing_content%'"))
          .isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void nothingIsLeftInTheFile(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    for (int trace = 1; trace <= 50; trace++) {
      schema.writer().write(conversation(trace, trace % 3 == 0 ? USER : "somebody", 0));
    }
    Path file = Path.of(database.jdbcUrl().substring("jdbc:sqlite:".length()));
    assertThat(bytes(file)).contains(MARKER);
    schema.upkeep().erasures().erase(ERIKA, () -> true);
    assertThat(bytes(file)).doesNotContain(MARKER);
  }

  @EachDatabase
  void whoWasErasedIsForgottenAfterAWhile(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    schema.writer().write(conversation(1, USER, 0));
    schema.upkeep().erasures().erase(ERIKA, () -> true);
    assertThat(schema.upkeep().erasures().forget(Duration.ofDays(1))).isZero();
    assertThat(schema.upkeep().erasures().forget(Duration.ofSeconds(-1))).isEqualTo(2);
    assertThat(Tables.count(database, "agent_erasures")).isZero();
  }

  @EachDatabase
  void aPersonGetsAllThatIsStoredOfThem(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    schema.writer().write(conversation(1, USER, 0));
    schema.writer().write(conversation(2, "somebody", 0));
    schema.writer().quarantine(conversation(3, USER, 0).get(0), new SQLException("no"));
    score(database, 1, "s-1");
    List<String> lines = new ArrayList<>();
    assertThat(schema.export(ERIKA, lines::add)).isEqualTo(lines.size()).isEqualTo(6);
    assertThat(lines).filteredOn(line -> line.contains("\"table\":\"agent_spans\"")).hasSize(3);
    assertThat(lines)
        .anyMatch(line -> line.contains("\"agent_quarantine\""))
        .anyMatch(line -> line.contains("\"agent_scores\"") && line.contains("\"value\":1.0"))
        .anyMatch(line -> line.contains("what " + MARKER + " said in 1"))
        .noneMatch(line -> line.contains("said in 2"))
        .noneMatch(line -> line.contains("\n"));
    assertThatThrownBy(() -> DataSubject.user(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  /** Three spans with content: some of it everybody's, some of it in lists, some their own. */
  private static List<SpanRow> conversation(int trace, String user, int daysAgo) {
    String own = user.equals(USER) ? "what " + MARKER + " said in " + trace : "said in " + trace;
    StringBuilder messages = new StringBuilder("[");
    for (int i = 0; i < 40; i++) {
      messages.append(message(i % 2 == 0 ? own + " " + i : "an answer that all get " + i));
      messages.append(i < 39 ? "," : "]");
    }
    List<SpanRow> rows = new ArrayList<>();
    for (int span = 1; span <= 3; span++) {
      rows.add(
          SpanRows.at(SpanRows.NOW.minus(Duration.ofDays(daysAgo)))
              .set(SpanColumns.TRACE_ID, SpanRows.traceId(trace))
              .set(SpanColumns.SPAN_ID, SpanRows.spanId(span))
              .set(SpanColumns.PARENT_SPAN_ID, span == 1 ? null : SpanRows.spanId(1))
              .set(SpanColumns.NAME, "chat")
              .set(SpanColumns.KIND, span == 1 ? "AGENT" : "LLM")
              .set(SpanColumns.USER_ID, span == 2 ? null : user)
              .set(SpanColumns.SESSION_ID, "s-" + trace)
              .set(SpanColumns.INPUT, messages.toString())
              .set(SpanColumns.INPUT_PREVIEW, own)
              .set(SpanColumns.SYSTEM_INSTRUCTIONS, "[\"for everybody\"]")
              .set(SpanColumns.RESOURCE, "{\"service.name\":\"shop\"}")
              .set(SpanColumns.ATTRIBUTES, "{\"note\":\"" + own + " " + "long ".repeat(300) + "\"}")
              .build());
    }
    return rows;
  }

  private static String message(String text) {
    return "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"%s\"}]}".formatted(text);
  }

  /** Every span reads as it was written, and every trace's row is what its spans say. */
  private static void assertWhole(TraceReader reader, List<SpanRow> rows) {
    for (SpanRow row : rows) {
      SpanRow read = reader.span(row.traceId(), row.spanId()).orElseThrow();
      assertThat(read.get(SpanColumns.INPUT)).isEqualTo(row.get(SpanColumns.INPUT));
      assertThat(read.get(SpanColumns.SYSTEM_INSTRUCTIONS))
          .isEqualTo(row.get(SpanColumns.SYSTEM_INSTRUCTIONS));
      assertThat(read.get(SpanColumns.RESOURCE)).isEqualTo(row.get(SpanColumns.RESOURCE));
      TraceRow trace = reader.trace(row.traceId()).orElseThrow().trace();
      assertThat(trace).isEqualTo(reader.recompute(row.traceId()).orElseThrow());
    }
  }

  private static void score(TestDatabase database, int trace, String session) throws SQLException {
    database.execute(
        "INSERT INTO agent_scores (score_id, trace_id, session_id, name, value) VALUES ('00000000-0000-0000-0000-%012d', '%s', '%s', 'good', 1)"
            .formatted(trace, SpanRows.traceId(trace), session));
  }

  private static void open(TestDatabase database, int trace, String user) throws SQLException {
    database.execute(
        "INSERT INTO agent_open_spans (trace_id, span_id, name, kind, start_time, start_unix_nano, user_id, process_id, heartbeat_at) VALUES ('%s', '%s', 'chat', 'LLM', '2026-11-20T09:30:00.000000Z', 1, '%s', 'p', '2026-11-20T09:30:00.000000Z')"
            .formatted(SpanRows.traceId(trace), SpanRows.spanId(1), user));
  }

  /** The tables in whose rows the marker is. */
  private static List<String> found(TestDatabase database) throws SQLException {
    List<Object> tables =
        Tables.column(
            database,
            database.kind() == DatabaseKind.POSTGRESQL
                ? "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relname LIKE 'agent%' AND NOT relispartition"
                : "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'agent%'");
    assertThat(tables).hasSizeGreaterThan(8);
    List<String> found = new ArrayList<>();
    for (Object table : tables) {
      for (Map<String, ?> row : database.rows("SELECT * FROM " + table)) {
        if (row.values().stream().anyMatch(value -> String.valueOf(value).contains(MARKER))) {
          found.add(table.toString());
          break;
        }
      }
    }
    return found;
  }

  private static String bytes(Path file) throws Exception {
    StringBuilder all = new StringBuilder();
    for (String part : List.of("", "-wal")) {
      Path path = Path.of(file + part);
      if (Files.exists(path)) {
        all.append(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
