// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.oracle;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceTree;
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
    Totals totals = new Totals();
    logged.forEach(
        (span, entry) -> {
          if (stored.contains(span)) {
            totals.add(entry);
          }
        });
    totals.byTrace.forEach((trace, expected) -> judge(reader, trace, expected));
    judgeTraces(dataSource, totals.byTrace.keySet());
    Set<String> missing = new HashSet<>(logged.keySet());
    missing.removeAll(stored);
    return new Verdict(logged.size(), rows, missing, unexpected, wrong);
  }

  /** By plain SQL: what the reader does not find may be there all the same. */
  private int readKeys(DataSource dataSource) throws SQLException {
    int rows = 0;
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet keys = statement.executeQuery("SELECT trace_id, span_id FROM agent_spans")) {
      for (; keys.next(); rows++) {
        String span = keys.getString(2);
        SpanOracle.Logged entry = logged.get(span);
        if (entry == null || !entry.traceId().equals(keys.getString(1)) || !stored.add(span)) {
          unexpected.add(keys.getString(1) + "/" + span);
        }
      }
    }
    return rows;
  }

  private void judgeTraces(DataSource dataSource, Set<String> expected) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet keys = statement.executeQuery("SELECT trace_id FROM agent_traces")) {
      while (keys.next()) {
        if (!expected.contains(keys.getString(1))) {
          wrong.add("trace without a span: " + keys.getString(1));
        }
      }
    }
  }

  private void judge(TraceReader reader, String traceId, Total expected) {
    Optional<TraceTree> tree = reader.trace(traceId);
    if (tree.isEmpty()) {
      wrong.add("spans without their trace: " + traceId);
      return;
    }
    TraceRow trace = tree.get().trace();
    Total total = Total.of(trace);
    if (!total.equals(expected)) {
      wrong.add("trace %s has %s, not %s".formatted(traceId, total, expected));
    }
    if (!reader.recompute(traceId).equals(Optional.of(trace))) {
      wrong.add("trace %s does not follow from its spans".formatted(traceId));
    }
    long read = reader.spans(traceId, this::judge);
    if (read != expected.spans) {
      wrong.add("trace %s: %d of %d spans read".formatted(traceId, read, expected.spans));
    }
  }

  private void judge(SpanRow row) {
    String payload = "\"%s\":\"%s\"".formatted(SpanOracle.PAYLOAD, oracle.payload(row.spanId()));
    String attributes = String.valueOf(row.get(SpanColumns.ATTRIBUTES)).replace("\": \"", "\":\"");
    if (!attributes.contains(payload)) {
      wrong.add("payload of %s: %s".formatted(row.spanId(), attributes));
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

    private static long number(@Nullable Long value) {
      return value == null ? 0 : value;
    }

    Total plus(Total other) {
      return new Total(spans + other.spans, calls + other.calls, tokens + other.tokens);
    }
  }

  /** The sums over the spans that are stored. */
  private static final class Totals {
    private final Map<String, Total> byTrace = new HashMap<>();

    void add(SpanOracle.Logged span) {
      long call = span.inputTokens() > 0 ? 1 : 0;
      byTrace.merge(span.traceId(), new Total(1, call, span.inputTokens()), Total::plus);
    }
  }
}
