// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Completes rows of {@code agent_spans} that are there: what they do not say is filled from rows
 * that came later, what they say stays. Row by row and in the order of the keys, because it is rare
 * and because all writers take their locks in that order.
 */
final class SpanAmendment {
  /** Columns that are filled together, and only where all of the first are null. */
  private record Group(List<Column<?>> open, List<Column<?>> filled) {
    static Group of(Column<?> column) {
      return new Group(List.of(column), List.of(column));
    }
  }

  private static final List<Group> GROUPS =
      List.of(
          new Group(
              List.of(SpanColumns.INPUT, SpanColumns.INPUT_REFS),
              List.of(SpanColumns.INPUT, SpanColumns.INPUT_REFS, SpanColumns.INPUT_PREVIEW)),
          new Group(
              List.of(SpanColumns.OUTPUT, SpanColumns.OUTPUT_REFS),
              List.of(
                  SpanColumns.OUTPUT,
                  SpanColumns.OUTPUT_REFS,
                  SpanColumns.OUTPUT_FINISH_REASON,
                  SpanColumns.OUTPUT_PREVIEW)),
          Group.of(SpanColumns.INSTRUCTIONS_REF),
          Group.of(SpanColumns.TOOLS_REF),
          Group.of(SpanColumns.FINISH_REASONS),
          Group.of(SpanColumns.ERROR_TYPE),
          Group.of(SpanColumns.ERROR_MESSAGE),
          Group.of(SpanColumns.ERROR_STACK),
          Group.of(SpanColumns.GUARDRAIL_NAME),
          Group.of(SpanColumns.GUARDRAIL_RESULT));

  private static final List<Column<?>> FILLED =
      GROUPS.stream().flatMap(group -> group.filled.stream()).toList();

  private static final List<Column<?>> KEY =
      List.of(SpanColumns.TRACE_ID, SpanColumns.SPAN_ID, SpanColumns.START_TIME);

  /** What a trace takes over from a span does not depend on the span's payload. */
  private static final List<Column<?>> SHARED =
      SpanColumns.STORED.stream()
          .filter(column -> column.type() != ColumnType.JSON && column.type() != ColumnType.JSONB)
          .toList();

  private final Connection connection;
  private final Dialect dialect;

  private SpanAmendment(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /**
   * Fills what is open in the spans that are there.
   *
   * @param rows as they are stored: references in place of what is stored once
   * @return how many of their spans are there
   */
  static int apply(Connection connection, Dialect dialect, List<SpanRow> rows) throws SQLException {
    return rows.isEmpty() ? 0 : new SpanAmendment(connection, dialect).apply(rows);
  }

  /** Whether there is anything to fill a row with. */
  static boolean saysSomething(SpanRow row) {
    return FILLED.stream().anyMatch(column -> row.get(column) != null);
  }

  private int apply(List<SpanRow> rows) throws SQLException {
    lock(rows);
    List<SpanRow> there = update(rows);
    Map<String, TraceRow> traces = new TreeMap<>();
    for (SpanRow row : reread(there)) {
      traces.merge(row.traceId(), TraceSum.of(row).uncounted(false), TraceRow::merge);
    }
    if (!traces.isEmpty()) {
      dialect.upsertTraces(connection, List.copyOf(traces.values()));
    }
    return there.size();
  }

  /** Stored spans are changed by whoever holds their trace: see {@link UsageSettlement}. */
  private void lock(List<SpanRow> rows) throws SQLException {
    String sql =
        "SELECT trace_id FROM %s WHERE trace_id = ?%s"
            .formatted(dialect.table("agent_traces"), dialect.forUpdate());
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (String traceId : new TreeSet<>(rows.stream().map(SpanRow::traceId).toList())) {
        select.setString(1, traceId);
        select.executeQuery().close();
      }
    }
  }

  private List<SpanRow> update(List<SpanRow> rows) throws SQLException {
    String sql =
        "UPDATE %s SET %s WHERE %s"
            .formatted(
                dialect.table("agent_spans"),
                GROUPS.stream().map(this::filling).collect(Collectors.joining(", ")),
                isKey());
    List<SpanRow> there = new ArrayList<>();
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (SpanRow row : rows) {
        bind(update, 1, FILLED, row);
        bind(update, 1 + FILLED.size(), KEY, row);
        if (update.executeUpdate() > 0) {
          there.add(row);
        }
      }
    }
    return there;
  }

  private String filling(Group group) {
    String isOpen =
        group.open.stream()
            .map(column -> column.name() + " IS NULL")
            .collect(Collectors.joining(" AND "));
    return group.filled.stream()
        .map(
            column ->
                "%1$s = CASE WHEN %2$s THEN %3$s ELSE %1$s END"
                    .formatted(column.name(), isOpen, dialect.place(column)))
        .collect(Collectors.joining(", "));
  }

  private List<SpanRow> reread(List<SpanRow> rows) throws SQLException {
    String sql =
        "SELECT %s FROM %s WHERE %s"
            .formatted(
                SHARED.stream().map(Column::name).collect(Collectors.joining(", ")),
                dialect.table("agent_spans"),
                isKey());
    List<SpanRow> stored = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (SpanRow row : rows) {
        bind(select, 1, KEY, row);
        stored.add(read(select));
      }
    }
    return stored;
  }

  private SpanRow read(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      rows.next();
      return SpanRow.read(dialect, rows, SHARED);
    }
  }

  private String isKey() {
    return KEY.stream()
        .map(column -> column.name() + " = " + dialect.place(column))
        .collect(Collectors.joining(" AND "));
  }

  private void bind(PreparedStatement statement, int first, List<Column<?>> columns, SpanRow row)
      throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      statement.setObject(first + i, dialect.stored(row.get(columns.get(i))));
    }
  }
}
