// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import dev.spanledger.schema.Upkeep;
import java.time.LocalDate;
import java.util.List;

/** Makes the coming days' partitions, and those of the days while a database was away. */
final class PartitionsAhead implements Job {
  private final Upkeep upkeep;
  private final int days;

  PartitionsAhead(Upkeep upkeep, int days) {
    this.upkeep = upkeep;
    this.days = days;
  }

  @Override
  public String name() {
    return "partitions";
  }

  @Override
  public String run(Turn turn) {
    if (!turn.goesOn()) {
      return "";
    }
    List<LocalDate> made = upkeep.partitionsAhead(days);
    return made.isEmpty()
        ? ""
        : "made %d days' partitions, up to %s".formatted(made.size(), made.get(made.size() - 1));
  }
}
