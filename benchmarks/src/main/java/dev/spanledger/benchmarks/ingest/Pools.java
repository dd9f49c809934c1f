// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.testkit.databases.TestDatabase;

/** Connections as an application has them. */
final class Pools {
  private Pools() {}

  static HikariDataSource of(TestDatabase database) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(database.jdbcUrl());
    if (!database.user().isEmpty()) {
      pool.setUsername(database.user());
      pool.setPassword(database.password());
    }
    pool.setMaximumPoolSize(4);
    return pool;
  }
}
