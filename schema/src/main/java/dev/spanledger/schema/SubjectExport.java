// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is stored about a person, a JSON object a row: see {@link TraceSchema#export}.
 */
final class SubjectExport {
  /** Rows that are short and few. */
  private static final List<String> BESIDE = List.of("agent_scores", "agent_open_spans");

  private final Upkeep upkeep;
  private final TraceReader reader;
  private final Dialect dialect;
  private final Consumer<String> line;
  private long lines;

  SubjectExport(Upkeep upkeep, TraceReader reader, Dialect dialect, Consumer<String> line) {
    this.upkeep = upkeep;
    this.reader = reader;
    this.dialect = dialect;
    this.line = line;
  }

  long run(DataSubject subject) {
    for (String trace : new SubjectTraces(upkeep, dialect, subject).find(() -> true)) {
      write("agent_traces", upkeep.call(c -> rows(c, "agent_traces", "trace_id = ?", trace)));
      reader.spans(trace, span -> write(JsonLine.of("agent_spans", span)));
      for (String table : BESIDE) {
        write(table, upkeep.call(c -> rows(c, table, "trace_id = ?", trace)));
      }
    }
    if (subject.kind() == DataSubject.Kind.SESSION) {
      String untraced =
          "session_id = ? AND trace_id NOT IN (SELECT trace_id FROM %s WHERE session_id = ?)"
              .formatted(dialect.table("agent_traces"));
      write(
          "agent_scores",
          upkeep.call(c -> rows(c, "agent_scores", untraced, subject.id(), subject.id())));
    }
    write(
        "agent_quarantine",
        upkeep.call(
            c ->
                rows(
                    c,
                    "agent_quarantine",
                    dialect.contains("row_data"),
                    QuarantinedRow.member(subject))));
    return lines;
  }

  private void write(String table, List<Map<String, @Nullable Object>> rows) {
    rows.forEach(row -> write(JsonLine.of(table, row)));
  }

  private void write(String json) {
    lines++;
    line.accept(json);
  }

  private List<Map<String, @Nullable Object>> rows(
      Connection connection, String table, String where, String... parameters) throws SQLException {
    String sql = "SELECT * FROM %s WHERE %s".formatted(dialect.table(table), where);
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        query.setString(i + 1, parameters[i]);
      }
      try (ResultSet rows = query.executeQuery()) {
        return rows(rows);
      }
    }
  }

  private static List<Map<String, @Nullable Object>> rows(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    while (rows.next()) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        Object value = rows.getObject(i);
        row.put(
            columns.getColumnLabel(i).toLowerCase(Locale.ROOT),
            value instanceof Number || value instanceof Boolean ? value : rows.getString(i));
      }
      all.add(row);
    }
    return all;
  }
}
