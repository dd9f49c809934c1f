// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads spans whole: with what they share with others put back into them. */
record SpanReading(Database database) {
  /** Of spans with their content, which may have a megabyte each. */
  private static final int PAGE = 64;

  /** Empty where it is not stored. */
  Optional<SpanRow> one(String traceId, String spanId) {
    return Opening.explain(
        () -> database.run(connection -> Optional.ofNullable(one(connection, traceId, spanId))));
  }

  private @Nullable SpanRow one(Connection connection, String traceId, String spanId)
      throws SQLException {
    String sql =
        "SELECT %s FROM %s WHERE trace_id = ? AND span_id = ?".formatted(names(columns()), table());
    try (Handle handle = Jdbi.create(connection).open()) {
      Optional<SpanRow> stored =
          handle
              .createQuery(sql)
              .bind(0, Storable.id(traceId))
              .bind(1, Storable.id(spanId))
              .map((rows, context) -> SpanRow.read(database.dialect(), rows, columns()))
              .findFirst();
      return stored.isEmpty() ? null : ContentJoiner.join(database, connection, stored.get());
    }
  }

  /** Every span of a trace, in the order of their ids, a page at a time; answers how many. */
  long all(TraceRow trace, Consumer<SpanRow> each) {
    long spans = 0;
    List<SpanRow> page = page(trace, "");
    while (!page.isEmpty()) {
      page.forEach(each);
      spans += page.size();
      page = page(trace, page.get(page.size() - 1).spanId());
    }
    return spans;
  }

  private List<SpanRow> page(TraceRow trace, String after) {
    return Opening.explain(
        () -> database.run(connection -> joined(connection, stored(connection, trace, after))));
  }

  /** The trace's own times say in which days its spans are. */
  private List<SpanRow> stored(Connection connection, TraceRow trace, String after) {
    String sql =
        """
        SELECT %s FROM %s
        WHERE trace_id = ? AND span_id > ? AND start_time BETWEEN ? AND ?
        ORDER BY span_id LIMIT %d"""
            .formatted(names(columns()), table(), PAGE);
    try (Handle handle = Jdbi.create(connection).open()) {
      return handle
          .createQuery(sql)
          .bind(0, trace.traceId())
          .bind(1, after)
          .bind(2, database.dialect().parameter(trace.startTime()))
          .bind(3, database.dialect().parameter(trace.endTime()))
          .map((rows, context) -> SpanRow.read(database.dialect(), rows, columns()))
          .list();
    }
  }

  private List<SpanRow> joined(Connection connection, List<SpanRow> stored) throws SQLException {
    List<SpanRow> rows = new ArrayList<>(stored.size());
    for (SpanRow row : stored) {
      rows.add(ContentJoiner.join(database, connection, row));
    }
    return rows;
  }

  private String table() {
    return database.dialect().table("agent_spans");
  }

  private List<Column<?>> columns() {
    return AddedColumns.with(SpanColumns.STORED, database.dialect().added());
  }

  /** SQLite takes what is quoted and is no column for a text, unless a table stands before it. */
  static String names(List<Column<?>> columns) {
    return columns.stream().map(SpanReading::name).collect(Collectors.joining(", "));
  }

  static String name(Column<?> column) {
    return column.isAdded() ? "agent_spans." + column.sql() : column.name();
  }
}
