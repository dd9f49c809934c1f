// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.ContentCapture;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class ReadOnlyTest {
  @EachDatabase
  void whoMayOnlyReadMayWriteFiles(TestDatabase database) throws Exception {
    try (Fixture fixture = new Fixture(database)) {
      String traceId = fixture.storedRun();
      try (Reader reader = new Reader(database)) {
        for (ExportFormat format : ExportFormat.values()) {
          assertThat(Fixture.readable(RunExport.of(reader.ledger.reader()), format, traceId))
              .as(format.key())
              .isEqualTo(Fixture.readable(fixture.export(), format, traceId));
        }
      }
    }
  }

  /** A ledger that records nothing, as somebody who may not write. */
  private static final class Reader implements AutoCloseable {
    private static final String ROLE = "reads_files";

    private final TestDatabase database;
    final Spanledger ledger;

    Reader(TestDatabase database) throws SQLException {
      this.database = database;
      DataSource mayRead =
          database.kind() == DatabaseKind.SQLITE ? sqlite(database) : postgresql(database);
      ledger = Spanledger.builder(mayRead).contentCapture(ContentCapture.DISABLED).build();
    }

    private static DataSource sqlite(TestDatabase database) {
      SQLiteConfig config = new SQLiteConfig();
      config.setReadOnly(true);
      SQLiteDataSource dataSource = new SQLiteDataSource(config);
      dataSource.setUrl(database.jdbcUrl());
      return dataSource;
    }

    private static DataSource postgresql(TestDatabase database) throws SQLException {
      database.execute(
          "CREATE ROLE %s LOGIN PASSWORD 'p'".formatted(ROLE),
          "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + ROLE);
      PGSimpleDataSource dataSource = new PGSimpleDataSource();
      dataSource.setUrl(database.jdbcUrl());
      dataSource.setUser(ROLE);
      dataSource.setPassword("p");
      return dataSource;
    }

    @Override
    public void close() throws SQLException {
      ledger.close();
      if (database.kind() == DatabaseKind.POSTGRESQL) {
        database.execute("DROP OWNED BY " + ROLE, "DROP ROLE " + ROLE);
      }
    }
  }
}
