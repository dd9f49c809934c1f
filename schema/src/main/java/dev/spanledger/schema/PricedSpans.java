// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The stored spans that a price was asked for: found by page, locked, and priced anew. */
final class PricedSpans {
  static final int PAGE = 500;

  /**
   * What sources say about cost themselves is not ours to change; what a span took over from
   * another follows from that one.
   */
  private static final String COMPUTED =
      "cost_status IS NOT NULL AND cost_status NOT IN ('REPORTED', 'FOREIGN_CURRENCY')"
          + " AND (price_ref IS NULL OR price_ref NOT LIKE 'span:%')";

  /** What follows from a price. */
  static final List<Column<?>> PRICED =
      List.of(
          SpanColumns.COST_USD,
          SpanColumns.INPUT_COST_USD,
          SpanColumns.OUTPUT_COST_USD,
          SpanColumns.COST_STATUS,
          SpanColumns.PRICE_REF);

  /** What a price can follow from. */
  private static final List<Column<?>> READ =
      List.of(
          SpanColumns.START_TIME,
          SpanColumns.TRACE_ID,
          SpanColumns.SPAN_ID,
          SpanColumns.KIND,
          SpanColumns.PROVIDER,
          SpanColumns.MODEL,
          SpanColumns.REQUEST_MODEL,
          SpanColumns.RESPONSE_MODEL,
          SpanColumns.SERVICE_TIER,
          SpanColumns.INPUT_TOKENS,
          SpanColumns.OUTPUT_TOKENS,
          SpanColumns.CACHE_READ_TOKENS,
          SpanColumns.CACHE_WRITE_TOKENS,
          SpanColumns.CACHE_WRITE_1H_TOKENS,
          SpanColumns.REASONING_TOKENS,
          SpanColumns.AUDIO_INPUT_TOKENS,
          SpanColumns.AUDIO_OUTPUT_TOKENS,
          SpanColumns.USAGE_DETAILS,
          SpanColumns.USAGE_BASIS,
          SpanColumns.USAGE_SCOPE,
          SpanColumns.USAGE_COUNTED,
          SpanColumns.REPORTED_COST_USD,
          SpanColumns.COST_CURRENCY,
          SpanColumns.COST_USD,
          SpanColumns.INPUT_COST_USD,
          SpanColumns.OUTPUT_COST_USD,
          SpanColumns.COST_STATUS,
          SpanColumns.PRICE_REF);

  private final Dialect dialect;

  PricedSpans(Dialect dialect) {
    this.dialect = dialect;
  }

  /** The first span's start, or {@code to}. */
  Instant first(Connection connection, Instant from, Instant to) throws SQLException {
    return bound(connection, "min", to, from, to);
  }

  /** Just after the last span's start, or {@code from}. */
  Instant end(Connection connection, Instant from, Instant to) throws SQLException {
    return bound(connection, "max", from, from, to).plusNanos(1_000);
  }

  private Instant bound(
      Connection connection, String function, Instant otherwise, Instant from, Instant to)
      throws SQLException {
    String sql =
        "SELECT coalesce(%s(start_time), ?) AS start_time FROM %s WHERE start_time >= ? AND start_time < ? AND %s"
            .formatted(function, spans(), COMPUTED);
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      set(query, List.of(otherwise, from, to));
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return SpanRow.read(dialect, rows, List.of(SpanColumns.START_TIME)).startTime();
      }
    }
  }

  /** The next spans, of which a page holds {@link #PAGE} unless the cursor's hour has no more. */
  List<RepriceCursor.Key> page(Connection connection, RepriceCursor at, Instant to)
      throws SQLException {
    String sql =
        """
        SELECT start_time, trace_id, span_id FROM %s
        WHERE start_time >= ? AND start_time < ? AND (start_time, trace_id, span_id) > (?, ?, ?) AND %s
        ORDER BY start_time, trace_id, span_id LIMIT %d"""
            .formatted(spans(), COMPUTED, PAGE);
    List<RepriceCursor.Key> page = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      set(query, List.of(at.start(), at.end(to), at.start(), at.traceId(), at.spanId()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          page.add(key(SpanRow.read(dialect, rows, READ.subList(0, 3))));
        }
      }
    }
    return page;
  }

  private static RepriceCursor.Key key(SpanRow row) {
    return new RepriceCursor.Key(row.startTime(), row.traceId(), row.spanId());
  }

  /** Locks a page's traces by key, then its spans by key, and reads these. */
  List<SpanRow> lock(Connection connection, List<RepriceCursor.Key> page) throws SQLException {
    lockTraces(connection, page);
    return lockSpans(connection, page);
  }

  private void lockTraces(Connection connection, List<RepriceCursor.Key> page) throws SQLException {
    Collection<String> traces =
        page.stream()
            .map(RepriceCursor.Key::traceId)
            .collect(Collectors.toCollection(TreeSet::new));
    String sql =
        "SELECT trace_id FROM %s WHERE trace_id IN (%s) %s"
            .formatted(
                dialect.table("agent_traces"),
                places(traces.size(), "?"),
                dialect.lockInOrder("trace_id"));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, traces);
      statement.execute();
    }
  }

  private List<SpanRow> lockSpans(Connection connection, List<RepriceCursor.Key> page)
      throws SQLException {
    String sql =
        "SELECT %s FROM %s WHERE start_time >= ? AND start_time <= ? AND (trace_id, span_id) IN (VALUES %s) AND %s %s"
            .formatted(
                READ.stream().map(Column::name).collect(Collectors.joining(", ")),
                spans(),
                places(page.size(), "(?, ?)"),
                COMPUTED,
                dialect.lockInOrder("trace_id", "span_id"));
    List<Object> parameters = new ArrayList<>();
    parameters.add(page.get(0).start());
    parameters.add(page.get(page.size() - 1).start());
    for (RepriceCursor.Key key : page) {
      parameters.add(key.traceId());
      parameters.add(key.spanId());
    }
    List<SpanRow> spans = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      set(query, parameters);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          spans.add(SpanRow.read(dialect, rows, READ));
        }
      }
    }
    return spans;
  }

  /** Sets what follows from a price. */
  void update(Connection connection, List<SpanRow> changed) throws SQLException {
    String sets = PRICED.stream().map(c -> c.name() + " = ?").collect(Collectors.joining(", "));
    String sql =
        "UPDATE %s SET %s WHERE start_time = ? AND trace_id = ? AND span_id = ?"
            .formatted(spans(), sets);
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (SpanRow row : changed) {
        List<@Nullable Object> parameters = new ArrayList<>();
        PRICED.forEach(column -> parameters.add(row.get(column)));
        parameters.addAll(List.of(row.startTime(), row.traceId(), row.spanId()));
        set(update, parameters);
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private void set(PreparedStatement statement, Collection<? extends @Nullable Object> parameters)
      throws SQLException {
    int place = 0;
    for (Object parameter : parameters) {
      place++;
      if (parameter == null) {
        statement.setObject(place, null);
      } else {
        statement.setObject(place, dialect.parameter(parameter));
      }
    }
  }

  private static String places(int count, String place) {
    return String.join(", ", Collections.nCopies(count, place));
  }

  private String spans() {
    return dialect.table("agent_spans");
  }
}
