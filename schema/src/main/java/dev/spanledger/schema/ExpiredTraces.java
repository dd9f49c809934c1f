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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through expired traces, the oldest first, a few at a time, each of them once. */
final class ExpiredTraces {
  private static final int MOST = 400;

  private final Pieces pieces;
  private final ExpirySql expiry;
  private final String which;
  private final long spans;
  private @Nullable Trace last;

  /** A trace that had expired when it was looked at. */
  record Trace(String traceId, Instant startTime, Instant endTime, long spans) {
    /** The UTC days of which it can have spans. */
    List<LocalDate> days() {
      return day(startTime).datesUntil(day(endTime).plusDays(1)).toList();
    }

    private static LocalDate day(Instant time) {
      return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
  }

  /**
   * @param which another condition on a row {@code t}
   * @param spans how many the traces of a batch may have together, if it is more than one trace
   */
  ExpiredTraces(Pieces pieces, ExpirySql expiry, String which, long spans) {
    this.pieces = pieces;
    this.expiry = expiry;
    this.which = which;
    this.spans = spans;
  }

  /** Empty where there are no more, or the work shall stop. */
  List<Trace> next() throws SQLException {
    if (!pieces.goOn()) {
      return List.of();
    }
    List<Trace> batch = fitting(pieces.read(this::found));
    last = batch.isEmpty() ? last : batch.get(batch.size() - 1);
    return batch;
  }

  /** Those that have expired still, and that nobody writes: until the transaction ends. */
  List<Trace> lock(Connection connection, List<Trace> batch) throws SQLException {
    String sql =
        "SELECT t.trace_id FROM %s t WHERE t.trace_id IN %s AND %s%s"
            .formatted(
                pieces.dialect().table("agent_traces"),
                Pieces.in(ids(batch)),
                expiry.expired(),
                pieces.dialect().lockFree("t", "trace_id"));
    Set<String> locked = new HashSet<>();
    try (PreparedStatement query = Pieces.prepare(connection, sql, ids(batch));
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        locked.add(rows.getString(1));
      }
    }
    return batch.stream().filter(trace -> locked.contains(trace.traceId())).toList();
  }

  static List<String> ids(List<Trace> traces) {
    return traces.stream().map(Trace::traceId).toList();
  }

  /** Leads to the partitions that the spans {@code s} of some traces are in. */
  static String times(Dialect dialect, List<Trace> traces) {
    Instant from = traces.stream().map(Trace::startTime).min(Instant::compareTo).orElseThrow();
    Instant to = traces.stream().map(Trace::endTime).max(Instant::compareTo).orElseThrow();
    return "s.start_time BETWEEN %s AND %s".formatted(dialect.literal(from), dialect.literal(to));
  }

  private List<Trace> found(Connection connection) throws SQLException {
    Dialect dialect = pieces.dialect();
    Trace after = last;
    String sql =
        """
        SELECT t.trace_id, t.start_time, t.end_time, t.span_count FROM %s t
        WHERE %s AND %s AND %s%s ORDER BY t.start_time, t.trace_id LIMIT %d"""
            .formatted(
                dialect.table("agent_traces"),
                expiry.bound(),
                expiry.expired(),
                which,
                after == null
                    ? ""
                    : " AND (t.start_time, t.trace_id) > (%s, %s)"
                        .formatted(
                            dialect.literal(after.startTime()), dialect.literal(after.traceId())),
                MOST);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<Trace> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            new Trace(
                required(rows, TraceColumns.TRACE_ID),
                required(rows, TraceColumns.START_TIME),
                required(rows, TraceColumns.END_TIME),
                required(rows, TraceColumns.SPAN_COUNT)));
      }
      return found;
    }
  }

  private <T> T required(ResultSet rows, Column<T> column) throws SQLException {
    return Objects.requireNonNull(column.cast(pieces.dialect().read(rows, column)), column.name());
  }

  private List<Trace> fitting(List<Trace> found) {
    long sum = 0;
    List<Trace> fitting = new ArrayList<>();
    for (Trace trace : found) {
      sum += trace.spans();
      if (sum > spans && !fitting.isEmpty()) {
        break;
      }
      fitting.add(trace);
    }
    return fitting;
  }
}
