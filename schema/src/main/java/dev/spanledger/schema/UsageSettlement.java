// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settles in the database what no single process can know: which of the spans that several
 * processes wrote report the same usage. Runs in the transaction of the writer, after the rows of
 * its traces are merged and thereby locked: writers of one trace come one after another, and each
 * sees what those before it committed. So a trace's totals are exact after every commit. Spans are
 * updated by whoever holds the lock of their trace, and by nobody else.
 */
final class UsageSettlement {
  /**
   * Beyond this many spans, a trace is settled when it has grown by a sixteenth, and when a root
   * ends: reading all of it for every batch would take quadratic time.
   */
  static final long MANY_SPANS = 5_000;

  private static final int GROWTH = 16;
  private static final int FETCH = 2_000;
  private static final String SELECT =
      "SELECT "
          + UsageSpan.COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "))
          + " FROM %s WHERE trace_id = ? AND start_time BETWEEN ? AND ?";

  private static final RowUpdate<Settled> TRACES =
      new RowUpdate<>(
          "agent_traces",
          List.of(TraceColumns.TRACE_ID),
          Stream.concat(UsageTotals.COLUMNS.stream(), Stream.of(TraceColumns.SETTLED_SPANS))
              .toList(),
          Settled::get);

  private final Dialect dialect;
  private final Connection connection;
  private final StaleHours stale;

  UsageSettlement(Dialect dialect, Connection connection, StaleHours stale) {
    this.dialect = dialect;
    this.connection = connection;
    this.stale = stale;
  }

  /**
   * The batch with what can be said of it before it is written, so that few rows are written twice.
   */
  static List<SpanRow> ofBatch(List<SpanRow> batch) {
    Map<String, List<SpanRow>> unsettled =
        batch.stream()
            .filter(row -> !row.isSettled())
            .collect(Collectors.groupingBy(SpanRow::traceId));
    if (unsettled.isEmpty()) {
      return batch;
    }
    Map<SpanKey, SettledSpan> known = new HashMap<>();
    for (List<SpanRow> trace : unsettled.values()) {
      for (SettledSpan span : UsageTree.settle(trace.stream().map(UsageSpan::of).toList())) {
        known.put(new SpanKey(span.span().traceId(), span.span().spanId()), span);
      }
    }
    return batch.stream().map(row -> with(row, known)).toList();
  }

  private static SpanRow with(SpanRow row, Map<SpanKey, SettledSpan> known) {
    SettledSpan span = known.get(SpanKey.of(row));
    return span == null ? row : row.with(span);
  }

  /**
   * Settles the traces.
   *
   * @param ended the traces of which this transaction has written a root
   */
  void settle(List<UnsettledTrace> traces, Set<String> ended) throws SQLException {
    List<Settled> totals = new ArrayList<>();
    for (UnsettledTrace trace : traces) {
      boolean grown = trace.spanCount() - trace.settledSpans() >= trace.spanCount() / GROWTH;
      if (trace.spanCount() <= MANY_SPANS || grown || ended.contains(trace.traceId())) {
        totals.add(settle(trace));
      }
    }
    if (!totals.isEmpty()) {
      dialect.update(connection, TRACES, totals);
    }
  }

  private Settled settle(UnsettledTrace trace) throws SQLException {
    List<SettledSpan> spans = UsageTree.settle(read(trace));
    write(spans);
    return new Settled(trace, UsageTotals.of(spans));
  }

  /** Updates the rows that say otherwise; says whether there were any. */
  boolean write(List<SettledSpan> spans) throws SQLException {
    List<SettledSpan> different = spans.stream().filter(SettledSpan::differs).toList();
    for (int from = 0; from < different.size(); from += FETCH) {
      int to = Math.min(different.size(), from + FETCH);
      dialect.update(connection, RowUpdate.SPANS, different.subList(from, to));
    }
    different.stream()
        .filter(SettledSpan::countsOtherwise)
        .forEach(span -> stale.add(span.span().startTime()));
    return !different.isEmpty();
  }

  private List<UsageSpan> read(UnsettledTrace trace) throws SQLException {
    String sql = SELECT.formatted(dialect.table("agent_spans"));
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setFetchSize(FETCH);
      select.setString(1, trace.traceId());
      select.setObject(2, dialect.parameter(trace.startTime()));
      select.setObject(3, dialect.parameter(trace.endTime()));
      try (ResultSet rows = select.executeQuery()) {
        List<UsageSpan> spans = new ArrayList<>();
        while (rows.next()) {
          spans.add(UsageSpan.read(dialect, rows));
        }
        return spans;
      }
    }
  }

  /** A trace's totals, over all spans that it had when they were read. */
  private record Settled(UnsettledTrace trace, UsageTotals totals) {
    @Nullable Object get(Column<?> column) {
      if (column.equals(TraceColumns.TRACE_ID)) {
        return trace.traceId();
      }
      return column.equals(TraceColumns.SETTLED_SPANS) ? trace.spanCount() : totals.get(column);
    }
  }
}
