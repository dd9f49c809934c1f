// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.oracle;

import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TracePage;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Compares rows with what an oracle wrote down. Used once. */
final class Judgement {
  private static final int FETCH = 500;

  private final SpanOracle oracle;
  private final Map<String, SpanOracle.Logged> logged;
  private final Set<String> stored = new HashSet<>();
  private final List<String> unexpected = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  Judgement(SpanOracle oracle, Map<String, SpanOracle.Logged> logged) {
    this.oracle = oracle;
    this.logged = logged;
  }

  Verdict of(DataSource dataSource, TraceReader reader) throws SQLException {
    int rows = readKeys(dataSource);
    readPayloads(dataSource);
    judgeTraces(reader, totals());
    Set<String> missing = new HashSet<>(logged.keySet());
    missing.removeAll(stored);
    return new Verdict(logged.size(), rows, missing, unexpected, wrong);
  }

  private int readKeys(DataSource dataSource) throws SQLException {
    return each(dataSource, "SELECT trace_id, span_id FROM agent_spans", this::judgeKey);
  }

  private void judgeKey(ResultSet row) throws SQLException {
    String span = row.getString(2);
    SpanOracle.Logged entry = logged.get(span);
    if (entry == null || !entry.traceId().equals(row.getString(1)) || !stored.add(span)) {
      unexpected.add(row.getString(1) + "/" + span);
    }
  }

  /** From the view that puts long attributes back, whatever shape the dialect gives them. */
  private void readPayloads(DataSource dataSource) throws SQLException {
    String sql = "SELECT span_id, attributes FROM agent_spans_full";
    int rows = each(dataSource, sql, this::judgePayload);
    if (rows < stored.size()) {
      wrong.add("agent_spans_full has %d of %d spans".formatted(rows, stored.size()));
    }
  }

  private void judgePayload(ResultSet row) throws SQLException {
    String span = row.getString(1);
    String payload = "\"%s\":\"%s\"".formatted(SpanOracle.PAYLOAD, oracle.payload(span));
    String attributes = String.valueOf(row.getString(2)).replace("\": \"", "\":\"");
    if (!attributes.contains(payload)) {
      wrong.add("payload of %s: %s".formatted(span, attributes));
    }
  }

  private Map<String, Total> totals() {
    Map<String, Total> byTrace = new HashMap<>();
    logged.forEach(
        (span, entry) -> {
          if (stored.contains(span)) {
            byTrace.merge(entry.traceId(), Total.of(entry), Total::plus);
          }
        });
    return byTrace;
  }

  private void judgeTraces(TraceReader reader, Map<String, Total> expected) {
    Set<String> without = new HashSet<>(expected.keySet());
    TraceQuery query = TraceQuery.all().limit(1_000);
    String cursor = null;
    do {
      TracePage page = reader.list(cursor == null ? query : query.after(cursor));
      for (TraceRow trace : page.traces()) {
        judge(reader, trace, expected.get(trace.traceId()));
        without.remove(trace.traceId());
      }
      cursor = page.next();
    } while (cursor != null);
    without.forEach(trace -> wrong.add("spans without their trace: " + trace));
  }

  private void judge(TraceReader reader, TraceRow trace, @Nullable Total expected) {
    Total total = Total.of(trace);
    if (!total.equals(expected)) {
      wrong.add("trace %s has %s, not %s".formatted(trace.traceId(), total, expected));
    }
    if (!reader.recompute(trace.traceId()).equals(Optional.of(trace))) {
      wrong.add("trace %s does not follow from its spans".formatted(trace.traceId()));
    }
  }

  private interface Row {
    void judge(ResultSet row) throws SQLException;
  }

  /** Streams, and answers how many rows there are. */
  private static int each(DataSource dataSource, String sql, Row judge) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false); // Or PostgreSQL's driver would take all rows into memory.
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(FETCH);
        try (ResultSet rows = statement.executeQuery(sql)) {
          int count = 0;
          for (; rows.next(); count++) {
            judge.judge(rows);
          }
          return count;
        }
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  /** What a trace's row must say. */
  private record Total(long spans, long calls, long tokens) {
    static Total of(TraceRow row) {
      return new Total(
          row.spanCount(),
          number(row.get(TraceColumns.LLM_CALLS)),
          number(row.get(TraceColumns.INPUT_TOKENS)));
    }

    static Total of(SpanOracle.Logged span) {
      return new Total(1, span.inputTokens() > 0 ? 1 : 0, span.inputTokens());
    }

    private static long number(@Nullable Long value) {
      return value == null ? 0 : value;
    }

    Total plus(Total other) {
      return new Total(spans + other.spans, calls + other.calls, tokens + other.tokens);
    }
  }
}
