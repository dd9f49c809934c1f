// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Inserts the spans that are new, merges what they add into the rows of their traces, and settles
 * those. A span that was given up for lost makes room for its real end, never the reverse.
 */
final class SpanInsertion {
  /** Keys in one statement. */
  private static final int MANY = 500;

  private static final String IS_ABANDONED = "status = '" + Statuses.ABANDONED + "'";

  private final Dialect dialect;
  private final Connection connection;
  private final StaleHours stale;

  /**
   * @param stale gets the hours of the spans that are new or change
   */
  SpanInsertion(Dialect dialect, Connection connection, StaleHours stale) {
    this.dialect = dialect;
    this.connection = connection;
    this.stale = stale;
  }

  /**
   * Inserts them.
   *
   * @param rows distinct, in the order in which a writer takes its locks
   * @return which of them are stored now and were not before
   */
  Set<SpanKey> insert(List<SpanRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return Set.of();
    }
    List<SpanRow> spans = UsageSettlement.ofBatch(rows);
    Set<SpanKey> inserted = dialect.insertSpans(connection, spans);
    List<SpanRow> late = inserted.size() < spans.size() ? late(spans, inserted) : List.of();
    List<TraceRow> traces = traces(spans, inserted, late);
    if (!traces.isEmpty()) {
      List<UnsettledTrace> unsettled = dialect.upsertTraces(connection, traces);
      new UsageSettlement(dialect, connection, stale).settle(unsettled, ended(spans));
    }
    if (!late.isEmpty()) {
      inserted.addAll(replace(late));
    }
    spans.stream()
        .filter(span -> inserted.contains(SpanKey.of(span)))
        .forEach(span -> stale.add(span.startTime()));
    return inserted;
  }

  private static Set<String> ended(List<SpanRow> batch) {
    return batch.stream()
        .filter(MergeKeys::isRoot)
        .map(SpanRow::traceId)
        .collect(Collectors.toSet());
  }

  /** What the inserted spans add to their traces; those that come late lock theirs. */
  private static List<TraceRow> traces(
      List<SpanRow> batch, Set<SpanKey> inserted, List<SpanRow> late) {
    Map<String, TraceSum> sums = new TreeMap<>();
    for (SpanRow span : batch) {
      if (inserted.contains(SpanKey.of(span))) {
        sums.computeIfAbsent(span.traceId(), first -> new TraceSum()).add(span);
      }
    }
    Map<String, TraceRow> traces = new TreeMap<>();
    sums.forEach((traceId, sum) -> traces.put(traceId, sum.row()));
    for (SpanRow span : late) {
      TraceRow known = TraceSum.of(span).uncounted(!span.isSettled());
      traces.merge(span.traceId(), known, TraceRow::merge);
    }
    return List.copyOf(traces.values());
  }

  /** The real ends of spans that are stored as abandoned. */
  private List<SpanRow> late(List<SpanRow> spans, Set<SpanKey> inserted) throws SQLException {
    List<SpanRow> there =
        spans.stream()
            .filter(span -> !inserted.contains(SpanKey.of(span)))
            .filter(span -> !span.status().equals(Statuses.ABANDONED))
            .toList();
    Set<SpanKey> abandoned = new HashSet<>();
    for (int from = 0; from < there.size(); from += MANY) {
      abandoned.addAll(abandoned(there.subList(from, Math.min(there.size(), from + MANY))));
    }
    return there.stream().filter(span -> abandoned.contains(SpanKey.of(span))).toList();
  }

  private Set<SpanKey> abandoned(List<SpanRow> spans) throws SQLException {
    String sql =
        "SELECT trace_id, span_id FROM %s WHERE %s AND start_time BETWEEN ? AND ? AND %s"
            .formatted(dialect.table("agent_spans"), IS_ABANDONED, SpanKey.among(spans.size()));
    List<Instant> starts = spans.stream().map(SpanRow::startTime).sorted().toList();
    Set<SpanKey> keys = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, dialect.parameter(starts.get(0)));
      select.setObject(2, dialect.parameter(starts.get(starts.size() - 1)));
      SpanKey.bind(select, 3, spans.stream().map(SpanKey::of).toList());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          keys.add(new SpanKey(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return keys;
  }

  /**
   * Under the locks of the traces. Who comes second finds the real ends, and leaves them alone. An
   * update, because writers may not delete spans.
   */
  private Set<SpanKey> replace(List<SpanRow> late) throws SQLException {
    List<Column<?>> columns = AddedColumns.with(SpanColumns.STORED, dialect.added());
    String sql =
        "UPDATE %s SET %s, ingested_at = %s WHERE trace_id = ? AND span_id = ? AND start_time = ? AND %s"
            .formatted(
                dialect.table("agent_spans"),
                columns.stream()
                    .map(column -> column.sql() + " = " + dialect.place(column))
                    .collect(Collectors.joining(", ")),
                dialect.now(Duration.ZERO),
                IS_ABANDONED);
    Set<SpanKey> replaced = new TreeSet<>(SpanKey.NATURAL);
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (SpanRow span : late) {
        int at = 1;
        for (Column<?> column : columns) {
          update.setObject(at++, dialect.stored(span.get(column)));
        }
        update.setString(at++, span.traceId());
        update.setString(at++, span.spanId());
        update.setObject(at, dialect.parameter(span.startTime()));
        if (update.executeUpdate() > 0) {
          replaced.add(SpanKey.of(span));
        }
      }
    }
    for (String traceId : new TreeSet<>(replaced.stream().map(SpanKey::traceId).toList())) {
      new Repair(dialect, connection, stale, traceId).run();
    }
    return replaced;
  }
}
