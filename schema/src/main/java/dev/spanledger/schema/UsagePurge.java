// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;

/** Removes what was counted long ago, a day at a time. */
final class UsagePurge {
  private final Pieces pieces;

  UsagePurge(Pieces pieces) {
    this.pieces = pieces;
  }

  long run(LocalDate before) throws SQLException {
    return remove("agent_usage_hourly", "hour", before)
        + remove("agent_usage_daily", "day", before);
  }

  private long remove(String table, String column, LocalDate before) throws SQLException {
    long gone = 0;
    while (pieces.goOn()) {
      Optional<Integer> removed = pieces.write(c -> removeFirst(c, table, column, before));
      if (removed.orElse(0) == 0) {
        return gone;
      }
      gone += removed.get();
    }
    return gone;
  }

  private int removeFirst(Connection connection, String table, String column, LocalDate before)
      throws SQLException {
    String name = pieces.dialect().table(table);
    Object bound = column.equals("day") ? before : UsageCount.start(before);
    return Pieces.execute(
        connection,
        "DELETE FROM %1$s WHERE %2$s < %3$s AND %2$s IN (SELECT DISTINCT %2$s FROM (SELECT %2$s FROM %1$s WHERE %2$s < %3$s ORDER BY %2$s LIMIT 10000) AS first)"
            .formatted(name, column, pieces.dialect().literal(bound)));
  }
}
