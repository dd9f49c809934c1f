// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes what is stored about a trace equal to what follows from its spans. In one transaction,
 * which takes its locks as a writer does: the trace, then its spans.
 */
final class Repair {
  private static final RowUpdate<TraceRow> TRACE =
      new RowUpdate<>(
          "agent_traces",
          List.of(TraceColumns.TRACE_ID),
          TraceColumns.OF_SPANS.stream()
              .filter(column -> !column.equals(TraceColumns.TRACE_ID))
              .toList(),
          TraceRow::get);

  private final Dialect dialect;
  private final Connection connection;
  private final StaleHours stale;
  private final String traceId;

  /**
   * @param stale gets the hours of the spans that change
   */
  Repair(Dialect dialect, Connection connection, StaleHours stale, String traceId) {
    this.dialect = dialect;
    this.connection = connection;
    this.stale = stale;
    this.traceId = Storable.id(traceId);
  }

  /** As a transaction of its own; says whether anything was different. */
  static boolean run(Dialect dialect, Connection connection, String traceId) throws SQLException {
    return StaleHours.marking(
        dialect, connection, stale -> new Repair(dialect, connection, stale, traceId).run());
  }

  /** Says whether anything was different. */
  boolean run() throws SQLException {
    Optional<TraceRow> stored = lock();
    List<SpanRow> spans = spans();
    List<SpanRow> running = new OpenSpanTable(dialect, connection).ofTrace(traceId);
    List<SettledSpan> settled = UsageTree.settle(spans.stream().map(UsageSpan::of).toList());
    Optional<TraceRow> right = TraceRow.of(spans, settled, running);
    boolean spansDiffered = new UsageSettlement(dialect, connection, stale).write(settled);
    boolean traceDiffers = right.isPresent() && !right.equals(stored);
    if (traceDiffers && stored.isPresent()) {
      dialect.update(connection, TRACE, List.of(right.get()));
    } else if (traceDiffers) {
      dialect.upsertTraces(connection, List.of(right.get()));
    }
    return spansDiffered || traceDiffers;
  }

  private Optional<TraceRow> lock() throws SQLException {
    try (PreparedStatement select =
            select("agent_traces", TraceColumns.STORED, dialect.forUpdate());
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? Optional.of(TraceRow.read(dialect, rows)) : Optional.empty();
    }
  }

  private List<SpanRow> spans() throws SQLException {
    List<SpanRow> spans = new ArrayList<>();
    try (PreparedStatement select = select("agent_spans", SpanRow.WITHOUT_CONTENT, "");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        spans.add(SpanRow.read(dialect, rows, SpanRow.WITHOUT_CONTENT));
      }
    }
    return spans;
  }

  private PreparedStatement select(String table, List<Column<?>> columns, String tail)
      throws SQLException {
    String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
    PreparedStatement select =
        connection.prepareStatement(
            "SELECT %s FROM %s WHERE trace_id = ?%s".formatted(names, dialect.table(table), tail));
    select.setString(1, traceId);
    return select;
  }
}
