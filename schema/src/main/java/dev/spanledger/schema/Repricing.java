// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prices stored spans again, a page of them and their traces' totals in one transaction. Locks as
 * {@link Repair} does: traces by key, then spans by key. What follows from the spans is worked out
 * with the trace's lock held, so what a writer commits before is in it, and what it commits later
 * adds to it.
 */
final class Repricing {
  private static final int PAGE = 500;
  private static final int ATTEMPTS = 3;

  /**
   * What sources say about cost themselves is not ours to change; what a span took over from
   * another follows from that one.
   */
  private static final String COMPUTED =
      "cost_status IS NOT NULL AND cost_status NOT IN ('REPORTED', 'FOREIGN_CURRENCY')"
          + " AND (price_ref IS NULL OR price_ref NOT LIKE 'span:%')";

  private static final List<Column<?>> PRICED =
      List.of(
          SpanColumns.COST_USD,
          SpanColumns.INPUT_COST_USD,
          SpanColumns.OUTPUT_COST_USD,
          SpanColumns.COST_STATUS,
          SpanColumns.PRICE_REF);

  /** What a price can follow from. */
  private static final List<Column<?>> READ =
      List.of(
          SpanColumns.TRACE_ID,
          SpanColumns.SPAN_ID,
          SpanColumns.START_TIME,
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

  private final Database database;
  private final Dialect dialect;
  private final Consumer<SpanRow.Builder> pricing;

  Repricing(Database database, Consumer<SpanRow.Builder> pricing) {
    this.database = database;
    this.dialect = database.dialect();
    this.pricing = pricing;
  }

  /**
   * Prices what started from {@code from} on and before {@code to}.
   *
   * @throws TraceSchemaException saying from where to go on
   */
  RepriceReport run(Instant from, Instant to) {
    RepriceReport report = RepriceReport.NONE;
    RepriceCursor at = RepriceCursor.from(from);
    try {
      at = RepriceCursor.from(first(from, to));
      Instant end = end(from, to);
      while (at.hour().isBefore(end)) {
        List<RepriceCursor.Key> page = page(at, end);
        report = page.isEmpty() ? report : report.plus(reprice(page));
        at = page.size() < PAGE ? at.nextHour() : at.after(page);
      }
      return report;
    } catch (SQLException e) {
      throw new TraceSchemaException(
          "re-pricing stopped (%s) after %s; all spans that started before %s are done: go on from there"
              .formatted(SqlFailure.describe(e), report, at.start()),
          e);
    }
  }

  /** The first span's start, or {@code to}. */
  private Instant first(Instant from, Instant to) throws SQLException {
    return bound("min", to, from, to);
  }

  /** Just after the last span's start, or {@code from}. */
  private Instant end(Instant from, Instant to) throws SQLException {
    return bound("max", from, from, to).plusNanos(1_000);
  }

  private Instant bound(String function, Instant otherwise, Instant from, Instant to)
      throws SQLException {
    String sql =
        "SELECT coalesce(%s(start_time), ?) AS start_time FROM %s WHERE start_time >= ? AND start_time < ? AND %s"
            .formatted(function, spans(), COMPUTED);
    return database.run(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql)) {
            set(query, List.of(otherwise, from, to));
            try (ResultSet rows = query.executeQuery()) {
              rows.next();
              return row(rows, List.of(SpanColumns.START_TIME)).startTime();
            }
          }
        });
  }

  private List<RepriceCursor.Key> page(RepriceCursor at, Instant to) throws SQLException {
    String sql =
        """
        SELECT start_time, trace_id, span_id FROM %s
        WHERE start_time >= ? AND start_time < ? AND (start_time, trace_id, span_id) > (?, ?, ?) AND %s
        ORDER BY start_time, trace_id, span_id LIMIT %d"""
            .formatted(spans(), COMPUTED, PAGE);
    return database.run(
        connection -> {
          List<RepriceCursor.Key> page = new ArrayList<>();
          try (PreparedStatement query = connection.prepareStatement(sql)) {
            set(query, List.of(at.start(), at.end(to), at.start(), at.traceId(), at.spanId()));
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                page.add(key(row(rows, READ.subList(0, 3))));
              }
            }
          }
          return page;
        });
  }

  private static RepriceCursor.Key key(SpanRow row) {
    return new RepriceCursor.Key(row.startTime(), row.traceId(), row.spanId());
  }

  private RepriceReport reprice(List<RepriceCursor.Key> page) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return database.inTransaction(connection -> reprice(connection, page));
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || SqlFailure.of(e) != SqlFailure.TRANSIENT) {
          throw e;
        }
      }
    }
  }

  private RepriceReport reprice(Connection connection, List<RepriceCursor.Key> page)
      throws SQLException {
    RepriceReport report = RepriceReport.NONE;
    List<SpanRow> changed = new ArrayList<>();
    lockTraces(connection, page);
    for (SpanRow before : lock(connection, page)) {
      SpanRow after = priced(before);
      boolean differs = PRICED.stream().anyMatch(c -> !Objects.equals(before.get(c), after.get(c)));
      if (differs) {
        changed.add(after);
      }
      report = report.plus(new RepriceReport(1, differs ? 1 : 0, cost(before), cost(after)));
    }
    if (!changed.isEmpty()) {
      update(connection, changed);
      for (String trace : traces(changed.stream().map(SpanRow::traceId))) {
        new Repair(dialect, connection, trace).run();
      }
    }
    return report;
  }

  private SpanRow priced(SpanRow before) {
    SpanRow.Builder row = before.toBuilder();
    pricing.accept(row);
    return row.build();
  }

  private static BigDecimal cost(SpanRow row) {
    BigDecimal cost = row.get(SpanColumns.COST_USD);
    boolean counts = Boolean.TRUE.equals(row.get(SpanColumns.USAGE_COUNTED));
    return counts && cost != null ? cost : BigDecimal.ZERO;
  }

  private List<SpanRow> lock(Connection connection, List<RepriceCursor.Key> page)
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
          spans.add(row(rows, READ));
        }
      }
    }
    return spans;
  }

  private SpanRow row(ResultSet rows, List<Column<?>> columns) throws SQLException {
    @Nullable Object[] values = new @Nullable Object[SpanColumns.ALL.size()];
    for (Column<?> column : columns) {
      values[column.index()] = dialect.read(rows, column);
    }
    return SpanRow.read(values);
  }

  private void update(Connection connection, List<SpanRow> changed) throws SQLException {
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

  private void lockTraces(Connection connection, List<RepriceCursor.Key> page) throws SQLException {
    Set<String> traces = traces(page.stream().map(RepriceCursor.Key::traceId));
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

  private static Set<String> traces(Stream<String> ids) {
    return ids.collect(Collectors.toCollection(TreeSet::new));
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
    return String.join(", ", java.util.Collections.nCopies(count, place));
  }

  private String spans() {
    return dialect.table("agent_spans");
  }
}
