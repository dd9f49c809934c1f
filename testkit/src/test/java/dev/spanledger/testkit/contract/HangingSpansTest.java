// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.OpenSpan;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Spans that run much longer than their like are found, each once. */
class HangingSpansTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @EachDatabase
  void longerThanTheLimit(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    schema.writer().openSpans().put(List.of(running(1, "old", 3_700), running(2, "new", 3_500)));
    assertThat(names(schema.upkeep().hangingSpans(3, HOUR))).containsExactly("old");
    assertThat(schema.upkeep().hangingSpans(3, HOUR)).as("said once").isEmpty();
    assertThat(names(schema.reader().hangingSpans())).containsExactly("old");
    assertThat(schema.reader().hangingSpans().get(0).hangingSince()).isNotNull();
  }

  @EachDatabase
  void longerThanItsLike(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> usual = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      usual.add(ended(100 + i, "quick", 5_000));
      usual.add(ended(200 + i, "slow", 60_000));
      if (i < 19) {
        usual.add(ended(300 + i, "rare", 1_000));
      }
    }
    schema.writer().write(usual);
    schema
        .writer()
        .openSpans()
        .put(
            List.of(
                running(1, "quick", 17),
                running(2, "quick", 13),
                running(3, "slow", 170),
                running(4, "rare", 3_000),
                running(5, "unknown", 3_000)));
    assertThat(schema.upkeep().hangingSpans(3, HOUR)).as("nothing is rolled up").isEmpty();
    database.execute(
        "INSERT INTO agent_maintenance (task, closed_until) VALUES ('rollups', '2000-01-01T00:00:00Z')"
            + " ON CONFLICT (task) DO UPDATE SET closed_until = excluded.closed_until");
    List<OpenSpan> found = schema.upkeep().hangingSpans(3, HOUR);
    assertThat(found).extracting(OpenSpan::spanId).containsExactly(SpanRows.spanId(1));
    assertThat(names(schema.reader().hangingSpans())).containsExactly("quick");
  }

  private static List<String> names(List<OpenSpan> spans) {
    return spans.stream().map(OpenSpan::name).toList();
  }

  /** Has begun so many seconds ago. */
  private static SpanRow running(int id, String name, long seconds) {
    return row(id, name, Instant.now().minusSeconds(seconds), 0);
  }

  private static SpanRow ended(int id, String name, long millis) {
    return row(id, name, Instant.now().minus(HOUR), millis);
  }

  private static SpanRow row(int id, String name, Instant start, long millis) {
    long nanos = start.getEpochSecond() * 1_000_000_000L + start.getNano();
    return SpanRow.builder()
        .times(nanos, nanos + millis * 1_000_000, Instant.now())
        .set(SpanColumns.TRACE_ID, SpanRows.traceId(id))
        .set(SpanColumns.SPAN_ID, SpanRows.spanId(id))
        .set(SpanColumns.NAME, name)
        .set(SpanColumns.KIND, "TOOL")
        .build();
  }
}
