// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.Upkeep;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Spans whose process is gone: rows are made old by hand, for the clock that counts is the
 * database's.
 */
class AbandonedSpansTest {
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final String TRACE = SpanRows.traceId(1);
  private static final SpanRow AGENT =
      SpanRows.agent(1, 1).set(SpanColumns.SESSION_ID, "s").build();
  private static final SpanRow CALL = SpanRows.llm(1, 2, 1).build();

  @EachDatabase
  void aProcessThatIsGoneLeavesSpansThatSaySo(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter killed = schema.writer();
    killed.openSpans().put(List.of(AGENT));
    killed.write(List.of(CALL));
    Upkeep upkeep = schema.upkeep();
    assertThat(upkeep.abandonOpenSpans(SILENCE, 100)).as("it lives").isZero();
    silence(database, "heartbeat_at", -120);
    assertThat(upkeep.abandonOpenSpans(SILENCE, 100)).as("under suspicion").isZero();
    assertThat(upkeep.abandonOpenSpans(SILENCE, 100)).as("not for long").isZero();
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(1);
    silence(database, "suspected_at", -31);
    assertThat(upkeep.abandonOpenSpans(SILENCE, 100)).isEqualTo(1);
    assertThat(upkeep.abandonOpenSpans(SILENCE, 100)).isZero();

    assertThat(schema.reader().openSpans(TRACE)).isEmpty();
    SpanRow stored = schema.reader().span(TRACE, AGENT.spanId()).orElseThrow();
    assertThat(stored.status()).isEqualTo("ABANDONED");
    assertThat(stored.startTime()).isEqualTo(AGENT.startTime());
    assertThat(stored.endTime()).isAfter(AGENT.startTime());
    assertThat(stored.durationMs())
        .isEqualTo(Duration.between(stored.startTime(), stored.endTime()).toNanos() / 1e6);
    assertThat(stored.get(SpanColumns.SESSION_ID)).isEqualTo("s");
    assertThat(stored.get(SpanColumns.ERROR_TYPE)).isEqualTo("abandoned");
    assertThat(stored.get(SpanColumns.ERROR_MESSAGE)).contains(killed.openSpans().processId());
    assertThat(trace(schema).status()).isEqualTo("ABANDONED");
    Tables.assertTrue(database, schema.reader(), List.of(AGENT, CALL));
  }

  @EachDatabase
  void aClockThatJumpedAbandonsNobody(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter alive = schema.writer();
    alive.openSpans().put(List.of(AGENT));
    Upkeep upkeep = schema.upkeep();
    for (int seconds : List.of(-7_200, 7_200)) {
      silence(database, "heartbeat_at", seconds);
      assertThat(upkeep.abandonOpenSpans(SILENCE, 100)).isZero();
      assertThat(Tables.count(database, "agent_open_spans WHERE suspected_at IS NOT NULL"))
          .as("after a jump of %d s", seconds)
          .isEqualTo(1);
      alive.openSpans().beat();
      silence(database, "suspected_at", -3_600);
      assertThat(upkeep.abandonOpenSpans(SILENCE, 100)).isZero();
    }
    silence(database, "heartbeat_at", -120);
    upkeep.abandonOpenSpans(SILENCE, 100);
    silence(database, "suspected_at", 7_200);
    upkeep.abandonOpenSpans(SILENCE, 100);
    assertThat(
            Tables.number(
                database,
                "SELECT count(*) AS n FROM agent_open_spans WHERE suspected_at <= "
                    + inSeconds(database, 1)))
        .as("what was suspected in the future is suspected now")
        .isEqualTo(1);
    assertThat(schema.reader().openSpans(TRACE)).hasSize(1);
  }

  @EachDatabase
  void theRealEndTakesTheAbandonedOnesPlace(TestDatabase database) throws SQLException {
    for (Partitioning partitioning : Partitioning.values()) {
      TraceSchema schema = schema(database, partitioning);
      SpanWriter frozen = schema.writer();
      frozen.openSpans().put(List.of(AGENT, CALL));
      abandonAll(database, schema);
      assertThat(trace(schema).status()).isEqualTo("ABANDONED");
      assertThat(trace(schema).spanCount()).isEqualTo(2);

      frozen.write(List.of(AGENT));
      frozen.write(List.of(CALL, AGENT));
      assertThat(trace(schema).status()).isEqualTo("OK");
      assertThat(trace(schema).spanCount()).isEqualTo(2);
      assertThat(trace(schema).endTime()).isEqualTo(CALL.endTime());
      assertThat(
              schema
                  .reader()
                  .span(TRACE, CALL.spanId())
                  .orElseThrow()
                  .get(SpanColumns.INPUT_TOKENS))
          .isEqualTo(100);
      abandonAll(database, schema);
      assertThat(trace(schema).status()).as("never the reverse").isEqualTo("OK");
    }
  }

  @EachDatabase
  void anEndThatIsStoredAlreadyStays(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    schema.writer().openSpans().put(List.of(AGENT));
    schema.writer().write(List.of(AGENT, CALL));
    abandonAll(database, schema);
    assertThat(schema.reader().openSpans(TRACE)).isEmpty();
    assertThat(schema.reader().span(TRACE, AGENT.spanId()).orElseThrow().status()).isEqualTo("OK");
    Tables.assertTrue(database, schema.reader(), List.of(AGENT, CALL));
  }

  /**
   * Some end the spans of a dead process while others write their real ends, which were spilled.
   */
  @EachDatabase
  void manyAtOnce(TestDatabase database) throws Exception {
    long seed = System.nanoTime();
    TraceSchema schema = Tables.open(database);
    List<SpanRow> spans = new ArrayList<>();
    for (int trace = 1; trace <= 20; trace++) {
      spans.add(SpanRows.agent(trace, trace * 10L).build());
      for (int i = 1; i <= 4; i++) {
        spans.add(SpanRows.llm(trace, trace * 10L + i, trace * 10L).build());
      }
    }
    schema.writer().openSpans().put(spans);
    makeOld(database);
    List<SpanRow> late = new ArrayList<>(spans);
    Collections.shuffle(late, new Random(seed));
    late.subList(60, late.size()).clear();

    Together.run(
        4,
        number -> {
          TraceSchema own = Tables.open(database);
          return () -> number < 2 ? abandon(own) : write(own, late, new Random(seed + number));
        });
    while (schema.upkeep().abandonOpenSpans(SILENCE, 100) > 0) {}

    assertThat(Tables.count(database, "agent_open_spans")).as("seed %d", seed).isZero();
    assertThat(Tables.count(database, "agent_spans WHERE status = 'ABANDONED'"))
        .as("seed %d", seed)
        .isEqualTo(spans.size() - late.size());
    Tables.assertTrue(database, schema.reader(), spans);
  }

  private static Void abandon(TraceSchema schema) {
    Upkeep upkeep = schema.upkeep();
    IntStream.range(0, 10).forEach(i -> upkeep.abandonOpenSpans(SILENCE, 7));
    return null;
  }

  private static Void write(TraceSchema schema, List<SpanRow> spans, Random random)
      throws SQLException {
    SpanWriter writer = schema.writer();
    List<SpanRow> shuffled = new ArrayList<>(spans);
    Collections.shuffle(shuffled, random);
    for (int from = 0; from < shuffled.size(); from += 6) {
      writer.write(shuffled.subList(from, from + 6));
    }
    return null;
  }

  private static TraceSchema schema(TestDatabase database, Partitioning partitioning)
      throws SQLException {
    if (partitioning == Partitioning.NONE) {
      database.execute(
          "DELETE FROM agent_spans", "DELETE FROM agent_traces", "DELETE FROM agent_open_spans");
    }
    if (partitioning == Partitioning.NONE && database.kind() == DatabaseKind.POSTGRESQL) {
      database.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
    }
    return Tables.in(database.dataSource()).partitioning(partitioning).open();
  }

  private static void abandonAll(TestDatabase database, TraceSchema schema) throws SQLException {
    makeOld(database);
    schema.upkeep().abandonOpenSpans(SILENCE, 100);
    assertThat(Tables.count(database, "agent_open_spans")).isZero();
  }

  private static void makeOld(TestDatabase database) throws SQLException {
    silence(database, "heartbeat_at", -120);
    database.execute("UPDATE agent_open_spans SET suspected_at = " + inSeconds(database, -60));
  }

  /** So many seconds from now, if the column has a value. */
  private static void silence(TestDatabase database, String column, int seconds)
      throws SQLException {
    database.execute(
        "UPDATE agent_open_spans SET %1$s = %2$s WHERE %1$s IS NOT NULL"
            .formatted(column, inSeconds(database, seconds)));
  }

  private static String inSeconds(TestDatabase database, int seconds) {
    return database.kind() == DatabaseKind.SQLITE
        ? "strftime('%%Y-%%m-%%dT%%H:%%M:%%f', 'now', '%+d seconds') || '000Z'".formatted(seconds)
        : "now() + interval '%d seconds'".formatted(seconds);
  }

  private static TraceRow trace(TraceSchema schema) {
    TraceRow stored = schema.reader().trace(TRACE).orElseThrow().trace();
    assertThat(schema.reader().recompute(TRACE)).contains(stored);
    return stored;
  }
}
