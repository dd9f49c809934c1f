// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.time.LocalDate;

/** The UTC day by the database's own clock. */
final class Today {
  private Today() {}

  static LocalDate of(TestDatabase database) throws SQLException {
    String query =
        switch (database.kind()) {
          case POSTGRESQL -> "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today";
          case SQLITE -> "SELECT date('now') AS today";
        };
    return LocalDate.parse((String) database.rows(query).get(0).get("today"));
  }
}
