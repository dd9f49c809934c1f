// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts right what a purge by whole partitions, a killed one, or a writer meanwhile has left:
 * expired rows that no trace is there for, and kept traces that have lost spans.
 */
final class StrayRows {
  private static final int BATCH = 200;

  private final Pieces pieces;
  private final ExpirySql expiry;
  private final PurgeCounts counts;
  private final Instant before;

  StrayRows(Pieces pieces, ExpirySql expiry, PurgeCounts counts, Instant before) {
    this.pieces = pieces;
    this.expiry = expiry;
    this.counts = counts;
    this.before = before;
  }

  void run() throws SQLException {
    counts.add(0, deleteWithoutTrace("agent_spans", "start_time"));
    deleteWithoutTrace("agent_scores", "created_at");
    deleteWithoutTrace("agent_open_spans", "heartbeat_at");
    deleteWithoutTrace("agent_quarantine", "quarantined_at");
  }

  private long deleteWithoutTrace(String table, String time) throws SQLException {
    String old =
        " WHERE s.%s < %s AND NOT EXISTS (SELECT 1 FROM %s t WHERE t.trace_id = s.trace_id)"
            .formatted(time, pieces.dialect().literal(before), traces());
    String name = pieces.dialect().table(table);
    long deleted = 0;
    while (pieces.goOn()) {
      List<String> ids =
          pieces.read(
              c ->
                  texts(
                      c,
                      "SELECT DISTINCT s.trace_id FROM %s s%s AND s.trace_id IS NOT NULL LIMIT %d"
                          .formatted(name, old, BATCH)));
      if (ids.isEmpty()) {
        return deleted;
      }
      String sql =
          "DELETE FROM %s AS s%s AND s.trace_id IN %s".formatted(name, old, Pieces.in(ids));
      int batch = pieces.write(connection -> Pieces.execute(connection, sql, ids)).orElse(0);
      if (batch == 0) {
        return deleted;
      }
      deleted += batch;
    }
    return deleted;
  }

  /**
   * Traces that were expired when their spans went, and that somebody has written or scored since.
   */
  void repair() throws SQLException {
    String last = "";
    while (pieces.goOn()) {
      String after = last;
      List<String> page = pieces.read(connection -> keptTraces(connection, after));
      if (page.isEmpty()) {
        return;
      }
      List<String> wrong = pieces.read(connection -> wrong(connection, page));
      for (String traceId : wrong) {
        pieces.write(connection -> repair(connection, traceId));
      }
      last = page.get(page.size() - 1);
    }
  }

  /** One without any span, which somebody has just judged, goes after its spans. */
  private int repair(Connection connection, String traceId) throws SQLException {
    Repair.run(pieces.dialect(), connection, traceId);
    List<String> id = List.of(traceId);
    String sql =
        "DELETE FROM %s AS t WHERE t.trace_id IN %s AND NOT EXISTS (SELECT 1 FROM %s s WHERE s.trace_id = t.trace_id)"
            .formatted(traces(), Pieces.in(id), pieces.dialect().table("agent_spans"));
    return Pieces.execute(connection, sql, id);
  }

  private List<String> keptTraces(Connection connection, String after) throws SQLException {
    return texts(
        connection,
        "SELECT t.trace_id FROM %s t WHERE t.trace_id > %s AND t.start_time < %s AND %s ORDER BY t.trace_id LIMIT %d"
            .formatted(
                traces(),
                pieces.dialect().literal(after),
                pieces.dialect().literal(before),
                expiry.kept(),
                BATCH));
  }

  private List<String> wrong(Connection connection, List<String> ids) throws SQLException {
    String sql =
        "SELECT t.trace_id FROM %s t WHERE t.trace_id IN %s AND t.span_count <> (SELECT count(*) FROM %s s WHERE s.trace_id = t.trace_id AND s.start_time BETWEEN t.start_time AND t.end_time)"
            .formatted(traces(), Pieces.in(ids), pieces.dialect().table("agent_spans"));
    try (var query = Pieces.prepare(connection, sql, ids);
        ResultSet rows = query.executeQuery()) {
      return texts(rows);
    }
  }

  private String traces() {
    return pieces.dialect().table("agent_traces");
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return texts(rows);
    }
  }

  private static List<String> texts(ResultSet rows) throws SQLException {
    List<String> texts = new ArrayList<>();
    while (rows.next()) {
      texts.add(rows.getString(1));
    }
    return texts;
  }
}
