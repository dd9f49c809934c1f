// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Deletes expired traces, each with its spans, scores, open and quarantined spans in one
 * transaction, a few traces at a time. A writer that writes one of them meanwhile is waited for, or
 * waits: what it writes then counts afresh.
 */
final class TracePurge {
  private static final long SPANS = 2_000;
  private static final List<String> BESIDE =
      List.of("agent_scores", "agent_open_spans", "agent_quarantine");

  private final Pieces pieces;
  private final ExpirySql expiry;
  private final PurgeCounts counts;

  TracePurge(Pieces pieces, ExpirySql expiry, PurgeCounts counts) {
    this.pieces = pieces;
    this.expiry = expiry;
    this.counts = counts;
  }

  /** The UTC days that spans were deleted of. */
  Set<LocalDate> run() throws SQLException {
    ExpiredTraces traces = new ExpiredTraces(pieces, expiry, "1 = 1", SPANS);
    Set<LocalDate> days = new TreeSet<>();
    for (List<ExpiredTraces.Trace> batch = traces.next(); !batch.isEmpty(); batch = traces.next()) {
      List<ExpiredTraces.Trace> found = batch;
      List<ExpiredTraces.Trace> deleted =
          pieces.write(connection -> delete(connection, traces, found)).orElse(List.of());
      deleted.forEach(trace -> days.addAll(trace.days()));
    }
    return days;
  }

  private List<ExpiredTraces.Trace> delete(
      Connection connection, ExpiredTraces traces, List<ExpiredTraces.Trace> batch)
      throws SQLException {
    List<ExpiredTraces.Trace> locked = traces.lock(connection, batch);
    if (locked.isEmpty()) {
      return locked;
    }
    List<String> ids = ExpiredTraces.ids(locked);
    String times = ExpiredTraces.times(pieces.dialect(), locked) + " AND ";
    long spans = delete(connection, "agent_spans", times, ids);
    for (String table : BESIDE) {
      delete(connection, table, "", ids);
    }
    counts.add(delete(connection, "agent_traces", "", ids), spans);
    return locked;
  }

  private int delete(Connection connection, String table, String condition, List<String> ids)
      throws SQLException {
    return Pieces.execute(
        connection,
        "DELETE FROM %s AS s WHERE %ss.trace_id IN %s"
            .formatted(pieces.dialect().table(table), condition, Pieces.in(ids)),
        ids);
  }
}
