// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.OpenSpan;
import dev.spanledger.schema.OpenSpans;
import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Spans that run have rows, traces that run have rows, and nothing of either outlives the end. */
class OpenSpansTest {
  private static final String TRACE = SpanRows.traceId(1);
  private static final SpanRow AGENT =
      SpanRows.agent(1, 1).set(SpanColumns.USER_ID, "u").set(SpanColumns.MODEL, "gpt-5").build();
  private static final SpanRow CALL = SpanRows.llm(1, 2, 1).build();

  @EachDatabase
  void aTraceIsThereFromItsFirstSpanThatRuns(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    writer.openSpans().put(List.of(AGENT, CALL));

    TraceRow running = trace(schema);
    assertThat(running.status()).isEqualTo("RUNNING");
    assertThat(running.name()).isEqualTo(AGENT.name());
    assertThat(running.spanCount()).isZero();
    assertThat(running.startTime()).isEqualTo(AGENT.startTime());
    assertThat(schema.reader().list(TraceQuery.all()).traces()).containsExactly(running);
    assertThat(schema.reader().trace(TRACE).orElseThrow().roots()).isEmpty();
    assertThat(schema.repair(TRACE)).as("nothing to repair").isFalse();

    List<OpenSpan> open = schema.reader().openSpans(TRACE);
    assertThat(open).extracting(OpenSpan::spanId).containsExactly(AGENT.spanId(), CALL.spanId());
    OpenSpan agent = open.get(0);
    assertThat(agent.name()).isEqualTo(AGENT.name());
    assertThat(agent.kind()).isEqualTo("AGENT");
    assertThat(agent.get(SpanColumns.USER_ID)).isEqualTo("u");
    assertThat(agent.get(SpanColumns.AGENT_NAME)).isEqualTo("support");
    assertThat(agent.get(SpanColumns.MODEL)).isEqualTo("gpt-5");
    assertThat(agent.get(SpanColumns.STATUS)).as("not known").isNull();
    assertThat(agent.processId()).isEqualTo(writer.openSpans().processId());
    assertThat(agent.silent()).isLessThan(Duration.ofMinutes(1));
    assertThat(agent.hangingSince()).isNull();
  }

  @EachDatabase
  void theEndTakesTheRowAwayAndLeavesNothingOfIt(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    writer.openSpans().put(List.of(AGENT));
    writer.write(List.of(CALL));
    assertThat(trace(schema).status()).isEqualTo("RUNNING");
    assertThat(trace(schema).name()).as("of the agent, though it runs").isEqualTo(AGENT.name());
    writer.write(List.of(AGENT));

    assertThat(schema.reader().openSpans(TRACE)).isEmpty();
    TraceSchema never = Tables.open(database);
    Tables.assertTrue(database, never.reader(), List.of(AGENT, CALL));
    assertThat(trace(schema).status()).isEqualTo("OK");
  }

  @EachDatabase
  void anEndThatSaysLessLeavesNothingEither(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    writer.openSpans().put(List.of(AGENT));
    SpanRow less =
        AGENT.toBuilder().set(SpanColumns.USER_ID, null).set(SpanColumns.KIND, "OTHER").build();
    writer.write(List.of(CALL, less));
    assertThat(trace(schema).get(TraceColumns.USER_ID)).isNull();
    Tables.assertTrue(database, schema.reader(), List.of(less, CALL));
  }

  @EachDatabase
  void whatIsWithdrawnWasNeverThere(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    SpanRow other = SpanRows.agent(2, 3).build();
    writer.write(List.of(SpanRows.llm(2, 4, 3).build()));
    TraceRow before = schema.reader().trace(SpanRows.traceId(2)).orElseThrow().trace();
    writer.openSpans().put(List.of(AGENT, other));
    writer.openSpans().withdraw(List.of(AGENT, other));

    assertThat(schema.reader().openSpans(null, 10)).isEmpty();
    assertThat(schema.reader().trace(TRACE)).isEmpty();
    assertThat(schema.reader().trace(SpanRows.traceId(2)).orElseThrow().trace()).isEqualTo(before);
  }

  @EachDatabase
  void allThatRunsPageByPage(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> spans = new ArrayList<>();
    for (int i = 0; i < 1_100; i++) {
      spans.add(SpanRows.agent(i % 7, i / 3).set(SpanColumns.SPAN_ID, SpanRows.spanId(i)).build());
    }
    schema.writer().openSpans().put(spans);
    List<OpenSpan> read = new ArrayList<>();
    List<OpenSpan> page = schema.reader().openSpans(null, 97);
    while (!page.isEmpty()) {
      read.addAll(page);
      page = schema.reader().openSpans(page.get(page.size() - 1), 97);
    }
    assertThat(read).hasSize(1_100);
    assertThat(read).extracting(OpenSpan::spanId).doesNotHaveDuplicates();
    assertThat(read).extracting(OpenSpan::startTime).isSorted();
    assertThatThrownBy(() -> schema.reader().openSpans(null, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @EachDatabase
  void aHeartbeatFindsWhatIsMissingAndWhatIsTooMany(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    OpenSpans open = schema.writer().openSpans();
    open.put(List.of(AGENT, CALL));
    database.execute(
        "UPDATE agent_open_spans SET heartbeat_at = start_time, suspected_at = start_time");
    assertThat(open.beat()).isTrue();
    assertThat(Tables.count(database, "agent_open_spans WHERE suspected_at IS NULL")).isEqualTo(2);
    assertThat(schema.reader().openSpans(TRACE)).allMatch(one -> one.silent().toMinutes() < 1);

    database.execute("DELETE FROM agent_open_spans WHERE span_id = '" + CALL.spanId() + "'");
    assertThat(open.beat()).isFalse();
    database.execute(
        "UPDATE agent_open_spans SET span_id = '00000000000000ff', trace_id = '%s'"
            .formatted(SpanRows.traceId(9)));
    open.put(List.of(AGENT, CALL));
    assertThat(open.beat()).as("one too many").isTrue();
    assertThat(Tables.column(database, "SELECT span_id FROM agent_open_spans ORDER BY span_id"))
        .containsExactly(AGENT.spanId(), CALL.spanId());
  }

  @EachDatabase
  void aProcessThatEndsAbandonsWhatRuns(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    writer.openSpans().put(List.of(AGENT, CALL));
    writer.write(List.of(CALL));
    writer.openSpans().abandonAll("the ledger was closed");
    writer.openSpans().abandonAll("the ledger was closed");

    assertThat(schema.reader().openSpans(TRACE)).isEmpty();
    assertThat(trace(schema).status()).isEqualTo("ABANDONED");
    SpanRow stored = schema.reader().span(TRACE, AGENT.spanId()).orElseThrow();
    assertThat(stored.status()).isEqualTo("ABANDONED");
    assertThat(stored.get(SpanColumns.ERROR_MESSAGE)).isEqualTo("the ledger was closed");
    Tables.assertTrue(database, schema.reader(), List.of(AGENT, CALL));
  }

  /** The table is gone: any statement on it would fail. */
  @EachDatabase
  void spansThatEndSoonCauseNoStatement(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    database.execute("ALTER TABLE agent_open_spans RENAME TO gone");
    writer.write(List.of(AGENT, CALL));
    writer.write(List.of(AGENT, CALL));
    writer.openSpans().abandonAll("");
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(2);
  }

  @EachDatabase
  void spansGoOnWhereTheRowsMayNotBeRemovedAnyMore(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    writer.openSpans().put(List.of(AGENT));
    database.execute("ALTER TABLE agent_open_spans RENAME TO gone");
    writer.write(List.of(CALL));
    assertThat(writer.openSpans().isRefused()).isFalse();
    writer.write(List.of(AGENT));
    assertThat(writer.openSpans().isRefused()).isTrue();
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(2);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void whetherThisRoleMay(TestDatabase database) throws SQLException {
    Tables.open(database);
    try (Role role = Role.in(database).grantWriting()) {
      OpenSpans open = Tables.in(role.dataSource()).open().writer().openSpans();
      assertThat(open.isAllowed()).isTrue();
      open.put(List.of(AGENT));
      open.abandonAll("over");
      database.execute("REVOKE DELETE ON agent_open_spans FROM " + role.name());
      assertThat(open.isAllowed()).isFalse();
    }
  }

  /** Whatever happens in whatever order: what is stored of the traces follows from their spans. */
  @EachDatabase
  void inAnyOrder(TestDatabase database) throws SQLException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    boolean isSqlite = database.kind() == DatabaseKind.SQLITE;
    for (Partitioning partitioning : isSqlite ? ONE : Partitioning.values()) {
      TraceSchema schema =
          Tables.in(database.dataSource())
              .schema(named(database, partitioning))
              .partitioning(partitioning)
              .open();
      SpanWriter writer = schema.writer();
      List<SpanRow> written = new ArrayList<>();
      for (int step = 0; step < 120; step++) {
        randomStep(random, writer, written);
        for (TraceRow trace : schema.reader().list(TraceQuery.all()).traces()) {
          assertThat(schema.reader().recompute(trace.traceId()))
              .as("seed %d, step %d", seed, step)
              .contains(trace);
        }
      }
      for (SpanRow span : written) {
        assertThat(schema.reader().span(span.traceId(), span.spanId()).orElseThrow().status())
            .as("seed %d", seed)
            .isEqualTo(span.status());
      }
    }
  }

  private static final Partitioning[] ONE = {Partitioning.DAILY};

  private static String named(TestDatabase database, Partitioning partitioning) {
    return database.kind() == DatabaseKind.SQLITE ? null : "traces_" + partitioning;
  }

  private static void randomStep(Random random, SpanWriter writer, List<SpanRow> written)
      throws SQLException {
    SpanRow span = randomSpan(random);
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        if (written.stream().noneMatch(one -> one.spanId().equals(span.spanId()))) {
          writer.openSpans().put(List.of(span));
        }
      }
      case 2, 3 -> {
        SpanRow end = random.nextInt(3) == 0 ? poorer(span) : span;
        if (written.stream().noneMatch(one -> one.spanId().equals(span.spanId()))) {
          written.add(end);
          writer.write(List.of(end));
        } else {
          writer.write(List.of(span));
        }
      }
      case 4 -> writer.openSpans().withdraw(List.of(span));
      default -> writer.openSpans().abandon(List.of(span), "somebody let go of it");
    }
  }

  private static SpanRow poorer(SpanRow span) {
    return span.toBuilder()
        .set(SpanColumns.KIND, "OTHER")
        .set(SpanColumns.AGENT_NAME, null)
        .set(SpanColumns.NAME, "renamed")
        .build();
  }

  /** Of three traces with a root, an agent below and six leaves each. */
  private static SpanRow randomSpan(Random random) {
    int trace = 1 + random.nextInt(3);
    int number = random.nextInt(8);
    int id = trace * 10 + number;
    return switch (number) {
      case 0 -> SpanRows.agent(trace, id).build();
      case 1 -> SpanRows.child(trace, id, trace * 10L, "AGENT").build();
      case 2 ->
          SpanRows.child(trace, id, trace * 10L, "TOOL").set(SpanColumns.STATUS, "ERROR").build();
      default -> SpanRows.llm(trace, id, trace * 10L + number % 2).build();
    };
  }

  private static TraceRow trace(TraceSchema schema) {
    TraceReader reader = schema.reader();
    TraceRow stored = reader.trace(TRACE).orElseThrow().trace();
    assertThat(reader.recompute(TRACE)).contains(stored);
    return stored;
  }
}
