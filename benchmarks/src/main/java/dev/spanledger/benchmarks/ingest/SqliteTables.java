// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.benchmarks.Layout;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A new file for each round: one whose rows were deleted would have pages to fill again. */
final class SqliteTables implements Tables {
  private TestDatabase database = TestDatabase.open(DatabaseKind.SQLITE);
  private HikariDataSource pool = Pools.of(database);

  /** The file of the last round. */
  TestDatabase database() {
    return database;
  }

  @Override
  public DataSource emptied() {
    close();
    database = TestDatabase.open(DatabaseKind.SQLITE);
    pool = Pools.of(database);
    Layout.create(database);
    return pool;
  }

  @Override
  public void settle() throws SQLException {
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  @Override
  public void requireOurs(long spans) throws SQLException {
    String stored =
        "SELECT (SELECT count(*) FROM agent_spans) || ' ' || (SELECT sum(span_count) FROM agent_traces) AS n";
    Object found = database.rows(stored).get(0).get("n");
    if (!(spans + " " + spans).equals(found)) {
      throw new IllegalStateException(spans + " spans ended, but stored and counted " + found);
    }
  }

  @Override
  public void close() {
    pool.close();
    database.close();
  }
}
