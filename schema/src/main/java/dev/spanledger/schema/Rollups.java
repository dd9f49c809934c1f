// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Counts usage by the hour and by the day, ahead of questions: {@link Upkeep#rollups}. Hours are
 * counted from their spans, whole, each in a transaction of its own, so that whatever happens a
 * span is counted once.
 *
 * <p>No span is missed: first it is said until when hours may be counted, with no writer at work.
 * Whoever writes or changes a span of an earlier hour from then on leaves a mark in the same
 * transaction, and marked hours are counted again. Hours of days that retention has purged stay as
 * they were counted.
 *
 * <p>Any number of processes may count at once; they take turns. For one thread at a time.
 */
public final class Rollups {
  private final Database database;
  private final WriteLease lease;

  Rollups(Database database, WriteLease lease) {
    this.database = database;
    this.lease = lease;
  }

  /**
   * Counts the hours that are over, and again those whose spans have changed.
   *
   * @param until hours that end later are not counted; writers are the quicker the fewer spans come
   *     later than this
   * @param goesOn is asked before each piece of work, and told what was done by then; false to stop
   * @throws TraceSchemaException where the database cannot be reached or refuses; what was
   *     committed by then stays, and the next run goes on
   */
  public RollupReport run(Instant until, Predicate<RollupReport> goesOn) {
    return Opening.explain(() -> run(until, new Progress(goesOn)));
  }

  /**
   * Counts again what was counted of a time: after spans were changed by hand.
   *
   * @param from the hour that it is in is the first
   * @param to hours that begin then or later are left alone
   * @param goesOn as for {@link #run}
   * @return {@code frozenBefore} says which days were left out because spans of theirs are gone
   * @throws TraceSchemaException as {@link #run}
   */
  public RollupReport rebuild(Instant from, Instant to, Predicate<RollupReport> goesOn) {
    Instant first = StaleHours.hour(Storable.instant(from));
    Instant end = Storable.instant(to);
    return Opening.explain(
        () -> {
          Progress progress = new Progress(goesOn);
          Pieces pieces = pieces(progress);
          Optional<LocalDate> frozen = pieces.write(c -> stale().mark(c, first, end));
          frozen
              .filter(before -> UsageCount.start(before).isAfter(first))
              .ifPresent(progress::frozen);
          new Recount(pieces, stale()).run(progress, first, end);
          return progress.report();
        });
  }

  /**
   * Removes what was counted of hours and days before this one, for good.
   *
   * @return how many rows are gone
   * @throws TraceSchemaException as {@link #run}
   */
  public long purge(LocalDate before, Predicate<RollupReport> goesOn) {
    return Opening.explain(() -> new UsagePurge(pieces(new Progress(goesOn))).run(before));
  }

  private RollupReport run(Instant until, Progress progress) throws SQLException {
    Pieces pieces = pieces(progress);
    Instant end = StaleHours.hour(until);
    RollupState state = pieces.read(c -> RollupState.read(database.dialect(), c));
    Instant marked = state.markedUntil();
    if (marked == null || marked.isBefore(end)) {
      // Where writers do not pause, the next run finds them pausing.
      pieces.write(connection -> markUntil(connection, end));
    }
    new Recount(pieces, stale()).run(progress, null, null);
    new HourClosing(pieces).run(progress);
    return progress.report();
  }

  /** Alone: a writer that was there before has committed, and one that comes later knows of it. */
  private boolean markUntil(Connection connection, Instant end) throws SQLException {
    Dialect dialect = database.dialect();
    ContentEpoch.holdAlone(dialect, connection);
    Instant marked = RollupState.lock(dialect, connection).markedUntil();
    if (marked == null || marked.isBefore(end)) {
      RollupState.markUntil(dialect, connection, end);
      return true;
    }
    return false;
  }

  private StaleUsage stale() {
    return new StaleUsage(database.dialect());
  }

  private Pieces pieces(Progress progress) {
    return new Pieces(database, lease, progress::goesOn);
  }

  /** What was done so far, and whether to go on. */
  static final class Progress {
    private final Predicate<RollupReport> goesOn;
    private RollupReport report = RollupReport.NONE;

    Progress(Predicate<RollupReport> goesOn) {
      this.goesOn = goesOn;
    }

    boolean goesOn() {
      return goesOn.test(report);
    }

    RollupReport report() {
      return report;
    }

    void set(RollupReport now) {
      report = now;
    }

    private void frozen(LocalDate before) {
      report = report.frozen(before, report.left());
    }
  }
}
