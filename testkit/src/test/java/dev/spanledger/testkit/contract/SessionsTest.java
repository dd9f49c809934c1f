// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SessionPage;
import dev.spanledger.schema.SessionRow;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class SessionsTest {
  @EachDatabase
  void theSessionThatWasUsedLastComesFirst(TestDatabase database) throws SQLException {
    TraceReader reader = tenSessions(database);
    List<String> paged = new ArrayList<>();
    TraceQuery query = TraceQuery.all().limit(3);
    String next = null;
    do {
      SessionPage page = reader.sessions(query.after(next));
      page.sessions().forEach(session -> paged.add(session.sessionId()));
      next = page.next();
    } while (next != null);
    assertThat(paged).containsExactly("s9", "s8", "s7", "s6", "s5", "s4", "s3", "s2", "s1", "s0");
  }

  @EachDatabase
  void aSessionIsItsTracesTakenTogether(TestDatabase database) throws SQLException {
    SessionRow session = tenSessions(database).session("s3").orElseThrow();
    assertThat(session.traces()).isEqualTo(3);
    assertThat(session.failedTraces()).isEqualTo(1);
    assertThat(session.errors()).isEqualTo(1);
    assertThat(session.startTime()).isEqualTo(SpanRows.NOW.plusSeconds(3));
    assertThat(session.endTime()).isAfter(SpanRows.NOW.plusSeconds(23));
    assertThat(session.costUsd()).isNull();
  }

  @EachDatabase
  void conditionsAreOnTheNewestTrace(TestDatabase database) throws SQLException {
    TraceReader reader = tenSessions(database);
    assertThat(reader.sessions(TraceQuery.all().status("ERROR")).sessions()).hasSize(10);
    assertThat(reader.sessions(TraceQuery.all().status("OK")).sessions()).isEmpty();
    assertThat(reader.sessions(TraceQuery.all().session("s4")).sessions())
        .extracting(SessionRow::sessionId)
        .containsExactly("s4");
    assertThat(reader.session("none")).isEmpty();
  }

  /** Three traces each, the last of which fails, and one trace without a session. */
  private static TraceReader tenSessions(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> rows = new ArrayList<>(List.of(SpanRows.agent(99, 1).build()));
    for (int trace = 0; trace < 30; trace++) {
      rows.add(
          SpanRows.at(SpanRows.NOW.plus(Duration.ofSeconds(trace)))
              .set(SpanColumns.TRACE_ID, SpanRows.traceId(trace + 1))
              .set(SpanColumns.SPAN_ID, SpanRows.spanId(1))
              .set(SpanColumns.NAME, "turn")
              .set(SpanColumns.KIND, "AGENT")
              .set(SpanColumns.SESSION_ID, "s" + trace % 10)
              .set(SpanColumns.STATUS, trace >= 20 ? "ERROR" : "OK")
              .build());
    }
    schema.writer().write(rows);
    return schema.reader();
  }
}
