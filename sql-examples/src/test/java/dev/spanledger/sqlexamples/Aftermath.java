// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import javax.sql.DataSource;

/** What DATA.md tells of the week beside its spans: when they came, and what never came to rest. */
final class Aftermath {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final DataSource dataSource;
  private final LocalDate today;

  Aftermath(DataSource dataSource, LocalDate today) {
    this.dataSource = dataSource;
    this.today = today;
  }

  void happen(SpanWriter writer) throws SQLException {
    for (Map<String, String> refused : ExampleWeek.refusedWithToday(today)) {
      String[] reason = refused.get("reason").split(": ", 2);
      writer.quarantine(row(refused), new SQLException(reason[1], reason[0]));
    }
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (Step step : ExampleWeek.stepsWithToday(today)) {
        statement.execute(arrival(step));
      }
      for (Map<String, String> refused : ExampleWeek.refusedWithToday(today)) {
        statement.execute(refusal(refused));
      }
      for (Map<String, String> open : ExampleWeek.openWithToday(today)) {
        statement.execute(running(open));
      }
      statement.execute(
          "DELETE FROM agent_contents WHERE CAST(content AS text) LIKE '%Forget me%'");
    }
  }

  private static SpanRow row(Map<String, String> refused) {
    Instant time = Instant.parse(refused.get("refused"));
    long nanos = time.getEpochSecond() * 1_000_000_000L;
    return SpanRow.builder()
        .set(SpanColumns.TRACE_ID, ExampleWeek.traceId(refused.get("trace")))
        .set(SpanColumns.SPAN_ID, ExampleWeek.spanId(refused.get("trace"), refused.get("span")))
        .times(nanos, nanos, time)
        .build();
  }

  private static String arrival(Step step) {
    return "UPDATE agent_spans SET ingested_at = '%s' WHERE trace_id = '%s' AND span_id = '%s'"
        .formatted(text(step.end().plusSeconds(step.lateSeconds())), step.traceId(), step.spanId());
  }

  private static String refusal(Map<String, String> refused) {
    return "UPDATE agent_quarantine SET quarantined_at = '%s' WHERE span_id = '%s'"
        .formatted(
            text(Instant.parse(refused.get("refused"))),
            ExampleWeek.spanId(refused.get("trace"), refused.get("span")));
  }

  private static String running(Map<String, String> open) {
    Instant start = Instant.parse(open.get("start"));
    String heartbeat = open.get("heartbeat");
    return ("INSERT INTO agent_open_spans (trace_id, span_id, kind, name, agent_name, service_name,"
            + " start_time, start_unix_nano, process_id, heartbeat_at)"
            + " VALUES ('%s', '%s', '%s', '%s', '%s', '%s', '%s', %d, 'p-%s', '%s')")
        .formatted(
            ExampleWeek.traceId(open.get("trace")),
            ExampleWeek.spanId(open.get("trace"), open.get("span")),
            open.get("kind"),
            open.get("name"),
            open.get("agent"),
            open.get("service"),
            text(start),
            start.getEpochSecond() * 1_000_000_000L,
            open.get("trace"),
            text(heartbeat.equals("now") ? Instant.now() : Instant.parse(heartbeat)));
  }

  /** As both databases take it, and as SQLite sorts it: with microseconds. */
  private static String text(Instant time) {
    return MICROS.format(time);
  }
}
