// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** Columns that people's SQL relies on, whether anything was counted ahead or not. */
class UsageViewsTest {
  private static final List<String> KEYS =
      List.of("service_name", "environment", "agent_name", "kind", "name", "model", "tool_name");
  private static final List<String> SUMS =
      List.of(
          "span_count",
          "error_count",
          "input_tokens",
          "output_tokens",
          "total_tokens",
          "cache_read_tokens",
          "cache_write_tokens",
          "reasoning_tokens",
          "cost_usd",
          "unpriced_calls",
          "duration_sum_ms",
          "duration_max_ms");

  @BeforeEach
  void threeCallsAndATool(TestDatabase database) throws SQLException {
    Tables.write(
        Tables.open(database),
        SpanRows.llm(1, 1, 9)
            .set(SpanColumns.NAME, "chat")
            .set(SpanColumns.SERVICE_NAME, "shop")
            .set(SpanColumns.COST_USD, new BigDecimal("0.125"))
            .build(),
        SpanRows.llm(2, 2, 9)
            .set(SpanColumns.NAME, "chat")
            .set(SpanColumns.SERVICE_NAME, "shop")
            .set(SpanColumns.STATUS, "ERROR")
            .build(),
        SpanRows.llm(3, 3, 9)
            .set(SpanColumns.NAME, "chat")
            .set(SpanColumns.SERVICE_NAME, "shop")
            .set(SpanColumns.COST_USD, new BigDecimal("7"))
            .build(),
        SpanRows.child(1, 4, 9, "TOOL").set(SpanColumns.TOOL_NAME, "search").build(),
        SpanRows.at(Instant.parse("2026-11-19T23:59:59.999999Z"))
            .set(SpanColumns.TRACE_ID, SpanRows.traceId(5))
            .set(SpanColumns.SPAN_ID, SpanRows.spanId(5))
            .set(SpanColumns.NAME, "late")
            .set(SpanColumns.KIND, "CHAIN")
            .set(SpanColumns.STATUS, "OK")
            .build());
    database.execute(
        "UPDATE agent_spans SET usage_counted = FALSE WHERE trace_id = '%s'"
            .formatted(SpanRows.traceId(3)));
  }

  @EachDatabase
  void usageIsByTheHourAndByTheDay(TestDatabase database) throws SQLException {
    for (String time : List.of("hour", "day")) {
      List<Map<String, Object>> rows =
          database.rows("SELECT * FROM agent_usage_by_" + time + " ORDER BY " + time + ", kind");
      assertThat(rows).hasSize(3);
      assertThat(rows.get(0).keySet())
          .containsExactlyElementsOf(Tables.joined(List.of(List.of(time), KEYS, SUMS)));
      assertThat(rows).extracting(row -> row.get("kind")).containsExactly("CHAIN", "LLM", "TOOL");
      Map<String, Object> calls = rows.get(1);
      assertThat(calls)
          .containsEntry("service_name", "shop")
          .containsEntry("environment", "")
          .containsEntry("name", "chat")
          .containsEntry("model", "gpt-5")
          .containsEntry("tool_name", "");
      assertThat(SUMS)
          .extracting(sum -> ((Number) calls.get(sum)).doubleValue())
          .containsExactly(3.0, 1.0, 200.0, 20.0, 220.0, 0.0, 0.0, 0.0, 0.125, 1.0, 30.0, 10.0);
      assertThat(rows.get(2)).containsEntry("tool_name", "search").containsEntry("cost_usd", null);
    }
  }

  @EachDatabase
  void spansBelongToTheHourAndTheDayOfTheirStart(TestDatabase database) throws SQLException {
    assertThat(times(database, "hour"))
        .containsExactly("2026-11-19T23:00:00Z", "2026-11-20T12:00:00Z");
    assertThat(Tables.column(database, "SELECT DISTINCT day FROM agent_usage_by_day ORDER BY day"))
        .extracting(Object::toString)
        .containsExactly("2026-11-19", "2026-11-20");
  }

  private static List<String> times(TestDatabase database, String column) throws SQLException {
    String text =
        database.kind() == DatabaseKind.POSTGRESQL
            ? "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')".formatted(column)
            : "replace(%s, '.000000', '')".formatted(column);
    return Tables.column(
            database, "SELECT DISTINCT " + text + " FROM agent_usage_by_hour ORDER BY 1")
        .stream()
        .map(Object::toString)
        .toList();
  }

  @EachDatabase
  void durationsAreUnrolled(TestDatabase database) throws SQLException {
    for (String time : List.of("hour", "day")) {
      List<Map<String, Object>> rows =
          database.rows("SELECT * FROM agent_duration_by_" + time + " WHERE kind = 'LLM'");
      assertThat(rows).hasSize(1);
      assertThat(rows.get(0).keySet())
          .containsExactlyElementsOf(
              Tables.joined(List.of(List.of(time), KEYS, List.of("bucket_ms", "span_count"))));
      assertThat(((Number) rows.get(0).get("span_count")).longValue()).isEqualTo(3);
      assertThat(((Number) rows.get(0).get("bucket_ms")).doubleValue()).isBetween(9.8, 10.2);
    }
  }
}
