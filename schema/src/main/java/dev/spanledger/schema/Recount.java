// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the marked hours again, each in a transaction, and their days. */
final class Recount {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Pieces pieces;
  private final StaleUsage stale;

  Recount(Pieces pieces, StaleUsage stale) {
    this.pieces = pieces;
    this.stale = stale;
  }

  /** An hour that is marked anew meanwhile is left to the next run: this one has an end. */
  void run(Rollups.Progress progress, @Nullable Instant from, @Nullable Instant to)
      throws SQLException {
    Instant closed = pieces.read(c -> RollupState.read(pieces.dialect(), c)).closedUntil();
    if (closed == null) {
      return;
    }
    Instant end = to == null || closed.isBefore(to) ? closed : to;
    List<Instant> hours = pieces.read(connection -> stale.hours(connection, from, end));
    for (int i = 0; i < hours.size(); i++) {
      progress.set(progress.report().left(hours.size() - i));
      if (!pieces.goOn() || !recount(progress, hours, i)) {
        return;
      }
    }
  }

  private boolean recount(Rollups.Progress progress, List<Instant> hours, int index)
      throws SQLException {
    Instant hour = hours.get(index);
    long left = hours.size() - index - 1L;
    boolean last = left == 0 || !isSameDay(hours.get(index + 1), hour);
    Optional<Optional<LocalDate>> done = pieces.write(c -> recount(c, hour, last));
    done.ifPresent(
        frozen ->
            progress.set(
                frozen
                    .map(before -> progress.report().frozen(before, left))
                    .orElseGet(() -> progress.report().recounted(left))));
    return done.isPresent();
  }

  /**
   * The day is counted after the last of its hours, and where another process may have taken this
   * for its own last one.
   *
   * @return before which day nothing is counted again, if the hour is before it
   */
  private Optional<LocalDate> recount(Connection connection, Instant hour, boolean last)
      throws SQLException {
    RollupState state = RollupState.lock(pieces.dialect(), connection);
    int marks = stale.remove(connection, hour, hour.plus(HOUR));
    if (state.isFrozen(hour)) {
      return Optional.ofNullable(state.purgedBefore());
    }
    UsageCount count = new UsageCount(pieces.dialect(), connection);
    if (marks > 0) {
      count.hour(hour);
    }
    LocalDate day = UsageCount.day(hour);
    if (state.isClosed(day) && (last || !stale.isAny(connection, day))) {
      count.day(day);
    }
    return Optional.empty();
  }

  private static boolean isSameDay(Instant one, Instant other) {
    return UsageCount.day(one).equals(UsageCount.day(other));
  }
}
