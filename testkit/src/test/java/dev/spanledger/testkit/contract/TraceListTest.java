// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TracePage;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TraceListTest {
  @EachDatabase
  void eachConditionFiltersAndAllMustHold(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(
        schema,
        run(1).set(SpanColumns.SESSION_ID, "s").set(SpanColumns.STATUS, "ERROR").build(),
        run(2).set(SpanColumns.USER_ID, "u").set(SpanColumns.SESSION_ID, "s").build(),
        run(3).set(SpanColumns.AGENT_NAME, "other").set(SpanColumns.STATUS, "UNSET").build(),
        run(4).set(SpanColumns.SERVICE_NAME, "shop").set(SpanColumns.USER_ID, "u").build(),
        SpanRows.child(5, 5, 1, "LLM").build());
    TraceReader reader = schema.reader();
    assertThat(found(reader, TraceQuery.all())).containsExactly(5L, 4L, 3L, 2L, 1L);
    assertThat(found(reader, TraceQuery.all().session("s"))).containsExactly(2L, 1L);
    assertThat(found(reader, TraceQuery.all().user("u"))).containsExactly(4L, 2L);
    assertThat(found(reader, TraceQuery.all().agent("other"))).containsExactly(3L);
    assertThat(found(reader, TraceQuery.all().service("shop"))).containsExactly(4L);
    assertThat(found(reader, TraceQuery.all().status("ERROR"))).containsExactly(1L);
    assertThat(found(reader, TraceQuery.all().status("RUNNING"))).containsExactly(5L);
    assertThat(found(reader, TraceQuery.all().status("OK"))).containsExactly(4L, 2L);
    assertThat(found(reader, TraceQuery.all().outcome("OK"))).containsExactly(4L, 3L, 2L);
    assertThat(found(reader, TraceQuery.all().outcome("ERROR"))).containsExactly(1L);
    assertThat(found(reader, TraceQuery.all().session("s").user("u"))).containsExactly(2L);
    assertThat(found(reader, TraceQuery.all().session("s").user("u").status("ERROR"))).isEmpty();
    assertThat(found(reader, TraceQuery.all().session("s").session("none"))).isEmpty();
  }

  @EachDatabase
  void timesAndDurationsAreBounds(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(schema, run(1).build(), run(2).build(), run(3).build());
    Instant second = run(2).build().startTime();
    TraceReader reader = schema.reader();
    assertThat(found(reader, TraceQuery.all().from(second))).containsExactly(3L, 2L);
    assertThat(found(reader, TraceQuery.all().until(second))).containsExactly(1L);
    assertThat(found(reader, TraceQuery.all().from(second).until(second.plusNanos(1_000))))
        .containsExactly(2L);
    assertThat(found(reader, TraceQuery.all().from(Instant.MIN).until(Instant.MAX))).hasSize(3);
    assertThat(found(reader, TraceQuery.all().from(Instant.MAX))).isEmpty();
    assertThat(found(reader, TraceQuery.all().until(Instant.MIN))).isEmpty();
    assertThat(found(reader, TraceQuery.all().atLeast(Duration.ofMillis(10)))).hasSize(3);
    assertThat(found(reader, TraceQuery.all().atLeast(Duration.ofNanos(10_000_001)))).isEmpty();
    assertThat(found(reader, TraceQuery.all().atLeast(Duration.ofSeconds(Long.MAX_VALUE))))
        .isEmpty();
  }

  @EachDatabase
  void whatWasCutOrRepairedIsFoundByWhatItWas(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    String odd = "a\0b'; DROP TABLE agent_traces; --\uD83D" + "x".repeat(300);
    Tables.write(
        schema, run(1).set(SpanColumns.SESSION_ID, odd).set(SpanColumns.TRACE_ID, odd).build());
    TraceReader reader = schema.reader();
    assertThat(reader.list(TraceQuery.all().session(odd)).traces()).hasSize(1);
    assertThat(reader.trace(odd)).isPresent();
    assertThat(reader.recompute(odd)).isPresent();
    assertThat(reader.span(odd, SpanRows.spanId(1))).isPresent();
    assertThat(reader.span(odd, odd)).isEmpty();
  }

  @EachDatabase
  void pagingOverTiesSeesEachTraceOnceWhileNewOnesArrive(TestDatabase database)
      throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    int traces = 107;
    writer.write(LongStream.rangeClosed(1, traces).mapToObj(TraceListTest::tied).toList());
    for (int limit : new int[] {1, 10, 107, 1_000}) {
      List<Long> seen = new ArrayList<>();
      String next = null;
      do {
        TracePage page = schema.reader().list(TraceQuery.all().limit(limit).after(next));
        seen.addAll(numbers(page));
        next = page.next();
        writer.write(List.of(SpanRows.agent(1_000L * limit + seen.size(), 50).build()));
      } while (next != null);
      assertThat(seen.stream().filter(number -> number <= traces))
          .as("pages of %d", limit)
          .doesNotHaveDuplicates()
          .hasSize(traces);
    }
  }

  @EachDatabase
  void pagingIsInOrderAndKeepsTheConditions(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> rows = new ArrayList<>();
    for (int trace = 1; trace <= 40; trace++) {
      rows.add(
          SpanRows.agent(trace, trace % 4)
              .set(SpanColumns.SESSION_ID, trace % 2 == 0 ? "even" : "odd")
              .build());
    }
    Collections.shuffle(rows, new Random(1));
    schema.writer().write(rows);
    List<TraceRow> paged = new ArrayList<>();
    TraceQuery query = TraceQuery.all().session("even").limit(7);
    for (TracePage page = schema.reader().list(query); ; ) {
      paged.addAll(page.traces());
      if (page.next() == null) {
        break;
      }
      page = schema.reader().list(query.after(page.next()));
    }
    assertThat(paged)
        .hasSize(20)
        .isEqualTo(schema.reader().list(TraceQuery.all().session("even")).traces());
    assertThat(paged)
        .extracting(TraceRow::startTime)
        .isSortedAccordingTo(Collections.reverseOrder());
  }

  @EachDatabase
  void theLastPageSaysSo(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    assertThat(schema.reader().list(TraceQuery.all())).isEqualTo(new TracePage(List.of(), null));
    Tables.write(schema, run(1).build(), run(2).build());
    assertThat(schema.reader().list(TraceQuery.all().limit(2)).next()).isNull();
    assertThat(schema.reader().list(TraceQuery.all().limit(1)).next()).isNotNull();
  }

  @EachDatabase
  void aCursorOfNoTraceIsStillAPlaceInTheOrder(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(schema, run(1).build(), run(2).build());
    assertThat(found(schema.reader(), TraceQuery.all().after(run(2).build().startTime() + "~\0x")))
        .containsExactly(2L, 1L);
    assertThat(found(schema.reader(), TraceQuery.all().after(Instant.MAX + "~z"))).hasSize(2);
    assertThat(found(schema.reader(), TraceQuery.all().after(Instant.MIN + "~"))).isEmpty();
  }

  @Test
  void limitsAndCursorsAreChecked() {
    for (int limit : new int[] {Integer.MIN_VALUE, 0, 1_001}) {
      assertThatThrownBy(() -> TraceQuery.all().limit(limit))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("limit");
    }
    for (String cursor : List.of("", "~", "x", "2026-11-20T12:00:00Z", "yesterday~1")) {
      assertThatThrownBy(() -> TraceQuery.all().after(cursor))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cursor");
    }
    assertThatThrownBy(() -> TraceQuery.all().session(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("session");
  }

  private static SpanRow.Builder run(long number) {
    return SpanRows.agent(number, number);
  }

  /** All begin at the same time. */
  private static SpanRow tied(long trace) {
    return SpanRows.agent(trace, 1).build();
  }

  private static List<Long> found(TraceReader reader, TraceQuery query) {
    return numbers(reader.list(query));
  }

  private static List<Long> numbers(TracePage page) {
    return page.traces().stream().map(trace -> Long.parseLong(trace.traceId(), 16)).toList();
  }
}
