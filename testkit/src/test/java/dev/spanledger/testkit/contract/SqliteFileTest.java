// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A file, its log, and readers that take their time. */
class SqliteFileTest {
  private static final int COMMITS = 20;
  private static final int MEBI = 1 << 20;
  private static final long LONGEST_LOG = 64L * MEBI;

  /** The reader blocks every checkpoint; when it is gone, the file must become small again. */
  @EachDatabase(DatabaseKind.SQLITE)
  void theLogIsBoundedOnceALongReaderIsGone(TestDatabase database) throws Exception {
    int span = 0;
    try (HikariDataSource pool = pool(database)) {
      SpanWriter writer = Tables.in(pool).open().writer();
      try (Connection reader = database.dataSource().getConnection();
          Statement statement = reader.createStatement()) {
        statement.execute("BEGIN");
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM agent_spans")) {
          assertThat(rows.next()).isTrue();
        }
        while (log(database) <= LONGEST_LOG) {
          writer.write(List.of(large(++span)));
        }
        statement.execute("COMMIT");
      }
      for (int i = 0; i < COMMITS; i++) {
        writer.write(List.of(large(++span)));
      }
      assertThat(log(database)).isLessThan(LONGEST_LOG);
    }
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(span);
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aNewFileGivesItsPagesBack(TestDatabase database) throws SQLException {
    Tables.open(database);
    assertThat(Tables.column(database, "PRAGMA auto_vacuum")).containsExactly(2);
    assertThat(Tables.column(database, "PRAGMA journal_mode")).containsExactly("wal");
  }

  private static long log(TestDatabase database) throws IOException {
    Path log = Path.of(database.jdbcUrl().replace("jdbc:sqlite:", "") + "-wal");
    return Files.exists(log) ? Files.size(log) : 0;
  }

  /** A file whose last connection is closed has no log at all. */
  private static HikariDataSource pool(TestDatabase database) {
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(database.dataSource());
    pool.setMaximumPoolSize(1);
    return pool;
  }

  private static SpanRow large(int span) {
    return SpanRows.agent(1, span).set(SpanColumns.ERROR_STACK, "x".repeat(2 * MEBI)).build();
  }
}
