// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Deletes expired traces, each with its spans, scores, open and quarantined spans in one
 * transaction, a few traces at a time. A writer that writes one of them meanwhile is waited for, or
 * waits: what it writes then counts afresh.
 */
final class TracePurge {
  /** What a transaction deletes at most, but for a trace that has more on its own. */
  private static final long SPANS = 2_000;

  private static final int TRACES = 400;

  private final Pieces pieces;
  private final ExpirySql expiry;
  private final PurgeCounts counts;

  /** A trace that has expired, by the time it was looked at. */
  private record Candidate(String traceId, Instant startTime, Instant endTime, long spans) {}

  TracePurge(Pieces pieces, ExpirySql expiry, PurgeCounts counts) {
    this.pieces = pieces;
    this.expiry = expiry;
    this.counts = counts;
  }

  /** The UTC days that spans were deleted of. */
  Set<LocalDate> run() throws SQLException {
    Set<LocalDate> days = new TreeSet<>();
    Candidate last = null;
    while (pieces.goOn()) {
      Candidate after = last;
      List<Candidate> batch = fitting(pieces.read(connection -> candidates(connection, after)));
      if (batch.isEmpty()) {
        return days;
      }
      last = batch.get(batch.size() - 1);
      Optional<List<Candidate>> deleted = pieces.write(connection -> delete(connection, batch));
      deleted.orElse(List.of()).forEach(trace -> addDays(days, trace));
    }
    return days;
  }

  private List<Candidate> candidates(Connection connection, @Nullable Candidate after)
      throws SQLException {
    Dialect dialect = pieces.dialect();
    String sql =
        """
        SELECT t.trace_id, t.start_time, t.end_time, t.span_count FROM %s t
        WHERE %s AND %s%s ORDER BY t.start_time, t.trace_id LIMIT %d"""
            .formatted(
                dialect.table("agent_traces"),
                expiry.bound(),
                expiry.expired(),
                after == null
                    ? ""
                    : " AND (t.start_time, t.trace_id) > (%s, %s)"
                        .formatted(
                            dialect.literal(after.startTime()), dialect.literal(after.traceId())),
                TRACES);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<Candidate> candidates = new ArrayList<>();
      while (rows.next()) {
        candidates.add(
            new Candidate(
                required(rows, TraceColumns.TRACE_ID),
                required(rows, TraceColumns.START_TIME),
                required(rows, TraceColumns.END_TIME),
                required(rows, TraceColumns.SPAN_COUNT)));
      }
      return candidates;
    }
  }

  private <T> T required(ResultSet rows, Column<T> column) throws SQLException {
    return Objects.requireNonNull(column.cast(pieces.dialect().read(rows, column)), column.name());
  }

  private static List<Candidate> fitting(List<Candidate> candidates) {
    long spans = 0;
    List<Candidate> fitting = new ArrayList<>();
    for (Candidate candidate : candidates) {
      spans += candidate.spans();
      if (spans > SPANS && !fitting.isEmpty()) {
        break;
      }
      fitting.add(candidate);
    }
    return fitting;
  }

  private List<Candidate> delete(Connection connection, List<Candidate> batch) throws SQLException {
    List<String> ids = lock(connection, batch);
    if (ids.isEmpty()) {
      return List.of();
    }
    List<Candidate> locked = batch.stream().filter(t -> ids.contains(t.traceId())).toList();
    Instant from = locked.stream().map(Candidate::startTime).min(Instant::compareTo).orElseThrow();
    Instant to = locked.stream().map(Candidate::endTime).max(Instant::compareTo).orElseThrow();
    // The times lead to the partitions that the spans are in.
    long spans =
        delete(
            connection,
            "agent_spans",
            "start_time BETWEEN %s AND %s AND "
                .formatted(pieces.dialect().literal(from), pieces.dialect().literal(to)),
            ids);
    for (String table : List.of("agent_scores", "agent_open_spans", "agent_quarantine")) {
      delete(connection, table, "", ids);
    }
    counts.add(delete(connection, "agent_traces", "", ids), spans);
    return locked;
  }

  /** Those that have expired still, and that nobody writes. */
  private List<String> lock(Connection connection, List<Candidate> batch) throws SQLException {
    List<String> ids = batch.stream().map(Candidate::traceId).toList();
    String sql =
        "SELECT t.trace_id FROM %s t WHERE t.trace_id IN %s AND %s%s"
            .formatted(
                pieces.dialect().table("agent_traces"),
                Pieces.in(ids),
                expiry.expired(),
                pieces.dialect().lockFree("t", "trace_id"));
    try (PreparedStatement query = Pieces.prepare(connection, sql, ids);
        ResultSet rows = query.executeQuery()) {
      List<String> locked = new ArrayList<>();
      while (rows.next()) {
        locked.add(rows.getString(1));
      }
      return locked;
    }
  }

  private int delete(Connection connection, String table, String condition, List<String> ids)
      throws SQLException {
    return Pieces.execute(
        connection,
        "DELETE FROM %s WHERE %strace_id IN %s"
            .formatted(pieces.dialect().table(table), condition, Pieces.in(ids)),
        ids);
  }

  private static void addDays(Set<LocalDate> days, Candidate trace) {
    LocalDate last = day(trace.endTime());
    for (LocalDate day = day(trace.startTime()); !day.isAfter(last); day = day.plusDays(1)) {
      days.add(day);
    }
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }
}
