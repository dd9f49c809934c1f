// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Counts hours for the first time, one after the other in transactions of their own, and their day
 * with the last of them. Until then the views count their spans.
 */
final class HourClosing {
  private static final long MOST_HOURS = 10_000;

  private final Pieces pieces;

  /** What a step found. */
  private enum Step {
    COUNTED,
    EMPTY,
    TOO_LONG,
    OVER
  }

  HourClosing(Pieces pieces) {
    this.pieces = pieces;
  }

  /** Years without a span are over soon: where an hour has none, ever more are looked at. */
  void run(Rollups.Progress progress) throws SQLException {
    long hours = 1;
    while (pieces.goOn()) {
      long looked = hours;
      Step step = pieces.write(connection -> close(connection, looked)).orElse(Step.OVER);
      if (step == Step.OVER) {
        return;
      }
      progress.set(progress.report().counted(step == Step.COUNTED));
      hours = step == Step.EMPTY ? Math.min(2 * hours, MOST_HOURS) : 1;
    }
  }

  private Step close(Connection connection, long hours) throws SQLException {
    Dialect dialect = pieces.dialect();
    RollupState state = RollupState.lock(dialect, connection);
    Instant marked = state.markedUntil();
    if (marked == null) {
      return Step.OVER;
    }
    Instant from =
        state.closedUntil() == null
            ? first(connection).map(StaleHours::hour).orElse(marked)
            : state.closedUntil();
    if (!from.isBefore(marked)) {
      return over(connection, state);
    }
    Instant wanted = from.plus(Duration.ofHours(hours));
    Instant to = wanted.isBefore(marked) ? wanted : marked;
    // First: what is marked later is counted again.
    new StaleUsage(dialect).remove(connection, from, to);
    UsageCount count = new UsageCount(dialect, connection);
    if (hours > 1 && count.hasSpans(from, to)) {
      return Step.TOO_LONG;
    }
    boolean any = hours == 1 && count.hour(from);
    RollupState.closeUntil(dialect, connection, to);
    LocalDate day = UsageCount.day(from);
    if (!UsageCount.start(day.plusDays(1)).isAfter(to)) {
      count.day(day);
    }
    return any ? Step.COUNTED : Step.EMPTY;
  }

  /** A database without any spans has its first ones after this. */
  private Step over(Connection connection, RollupState state) throws SQLException {
    Instant marked = state.markedUntil();
    if (state.closedUntil() == null && marked != null) {
      RollupState.closeUntil(pieces.dialect(), connection, marked);
    }
    return Step.OVER;
  }

  /** Each span has a trace that starts with it or before. */
  private Optional<Instant> first(Connection connection) throws SQLException {
    String sql =
        "SELECT min(start_time) AS start_time FROM " + pieces.dialect().table("agent_traces");
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return Optional.ofNullable((Instant) pieces.dialect().read(rows, SpanColumns.START_TIME));
    }
  }
}
