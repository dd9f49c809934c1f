// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Prices stored spans again, a page of them and their traces' totals in one transaction. Locks as
 * {@link Repair} does: traces by key, then spans by key. What follows from the spans is worked out
 * with the trace's lock held, so what a writer commits before is in it, and what it commits later
 * adds to it.
 */
final class Repricing {
  private static final int ATTEMPTS = 3;

  private final Database database;
  private final PricedSpans spans;
  private final Consumer<SpanRow.Builder> pricing;

  Repricing(Database database, Consumer<SpanRow.Builder> pricing) {
    this.database = database;
    this.spans = new PricedSpans(database.dialect());
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
      at = RepriceCursor.from(database.run(connection -> spans.first(connection, from, to)));
      Instant end = database.run(connection -> spans.end(connection, from, to));
      while (at.hour().isBefore(end)) {
        List<RepriceCursor.Key> page = page(at, end);
        report = page.isEmpty() ? report : report.plus(reprice(page));
        at = page.size() < PricedSpans.PAGE ? at.nextHour() : at.after(page);
      }
      return report;
    } catch (SQLException e) {
      throw new TraceSchemaException(
          "re-pricing stopped (%s) after %s; all spans that started before %s are done: go on from there"
              .formatted(SqlFailure.describe(e), report, at.start()),
          e);
    }
  }

  private List<RepriceCursor.Key> page(RepriceCursor at, Instant end) throws SQLException {
    return database.run(connection -> spans.page(connection, at, end));
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
    Dialect dialect = database.dialect();
    StaleHours stale = ContentEpoch.hold(dialect, connection).staleHours();
    RepriceReport report = RepriceReport.NONE;
    List<SpanRow> changed = new ArrayList<>();
    for (SpanRow before : spans.lock(connection, page)) {
      SpanRow after = priced(before);
      boolean differs =
          PricedSpans.PRICED.stream().anyMatch(c -> !Objects.equals(before.get(c), after.get(c)));
      if (differs) {
        changed.add(after);
      }
      report = report.plus(new RepriceReport(1, differs ? 1 : 0, cost(before), cost(after)));
    }
    if (!changed.isEmpty()) {
      spans.update(connection, changed);
      for (String trace : traces(changed)) {
        new Repair(dialect, connection, stale, trace).run();
      }
    }
    changed.forEach(span -> stale.add(span.startTime()));
    stale.write(dialect, connection);
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

  private static Set<String> traces(List<SpanRow> rows) {
    return rows.stream().map(SpanRow::traceId).collect(Collectors.toCollection(TreeSet::new));
  }
}
