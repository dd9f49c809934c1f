// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads some columns of a trace's spans, in the order of their ids, a page at a time: a trace may
 * be of any length, and drivers like to keep a whole answer in memory.
 */
final class SpanPages {
  private final Dialect dialect;
  private final TraceRow trace;
  private final List<Column<?>> columns;
  private final int size;
  private String names;
  private String condition = "1 = 1";
  private List<?> parameters = List.of();

  /** Takes a page; the connection is free meanwhile. */
  @FunctionalInterface
  interface Each {
    void accept(List<SpanRow> page) throws SQLException;
  }

  /** Of a trace whose own times say in which days its spans are. */
  SpanPages(Dialect dialect, TraceRow trace, List<Column<?>> columns, int size) {
    this.dialect = dialect;
    this.trace = trace;
    this.columns = columns;
    this.size = size;
    this.names = SpanReading.names(columns);
  }

  /** The columns as they are asked for in SQL, where that is not by their names alone. */
  SpanPages as(String selected) {
    names = selected;
    return this;
  }

  /** Only those that meet a condition as well. */
  SpanPages where(String sql, List<?> values) {
    condition = sql;
    parameters = values;
    return this;
  }

  void read(Connection connection, Each each) throws SQLException {
    String sql =
        """
        SELECT %s FROM %s
        WHERE trace_id = ? AND span_id > ? AND start_time BETWEEN ? AND ? AND %s
        ORDER BY span_id LIMIT %d"""
            .formatted(names, dialect.table("agent_spans"), condition, size);
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      String after = "";
      while (after != null) {
        List<SpanRow> page = page(select, after);
        each.accept(page);
        after = page.size() < size ? null : page.get(size - 1).spanId();
      }
    }
  }

  private List<SpanRow> page(PreparedStatement select, String after) throws SQLException {
    int at = 1;
    for (Object value : values(after)) {
      select.setObject(at++, dialect.parameter(value));
    }
    List<SpanRow> page = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        page.add(SpanRow.read(dialect, rows, columns));
      }
    }
    return page;
  }

  private List<Object> values(@Nullable String after) {
    List<Object> values = new ArrayList<>();
    values.add(trace.traceId());
    values.add(after == null ? "" : after);
    values.add(trace.startTime());
    values.add(trace.endTime());
    values.addAll(parameters);
    return values;
  }
}
