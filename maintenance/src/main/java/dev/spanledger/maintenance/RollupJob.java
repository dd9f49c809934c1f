// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import dev.spanledger.schema.RollupReport;
import dev.spanledger.schema.Rollups;
import dev.spanledger.schema.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Counts usage by the hour and the day, and lets go of what was counted long ago. */
final class RollupJob implements Job {
  /** By then most spans of an hour are there: each that comes later has it counted again. */
  private static final Duration CLOSES_AFTER = Duration.ofMinutes(5);

  private final Upkeep upkeep;
  private final Rollups rollups;
  private final int daysKept;

  /**
   * @param daysKept 0 for ever
   */
  RollupJob(Upkeep upkeep, int daysKept) {
    this.upkeep = upkeep;
    this.rollups = upkeep.rollups();
    this.daysKept = daysKept;
  }

  /** As {@link Maintenance#rebuildRollups}, with an upkeep of its own. */
  static RollupReport rebuild(
      Upkeep upkeep,
      Instant from,
      Instant to,
      Consumer<RollupReport> progress,
      BooleanSupplier goesOn) {
    return upkeep
        .rollups()
        .rebuild(
            from,
            to,
            report -> {
              progress.accept(report);
              return goesOn.getAsBoolean();
            });
  }

  @Override
  public String name() {
    return "rollups";
  }

  @Override
  public String run(Turn turn) {
    if (!turn.goesOn()) {
      return "";
    }
    Instant now = upkeep.now();
    Progress progress = new Progress(name(), turn);
    RollupReport report = rollups.run(now.minus(CLOSES_AFTER), progress::goesOn);
    long gone = daysKept == 0 ? 0 : rollups.purge(firstDay(now), progress::goesOn);
    String counted = report.isEmpty() ? "" : report.toString();
    return gone == 0
        ? counted
        : (counted + "; %d old rows are gone".formatted(gone)).replaceFirst("^; ", "");
  }

  private LocalDate firstDay(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(daysKept);
  }
}
