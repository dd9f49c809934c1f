// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.SqlFailure;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.WriteResult;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.TcpProxy;
import dev.spanledger.testkit.rows.RandomRows;
import java.sql.SQLException;
import java.util.List;

/** The connection dies between the server's commit and the client's hearing of it. */
class LostCommitTest {
  private static final String COMMITTED = "COMMIT\0";

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theRetryCountsEverythingOnce(TestDatabase database) throws SQLException {
    try (TcpProxy proxy = TcpProxy.inFrontOf(database.jdbcUrl());
        HikariDataSource pool = pool(proxy, database)) {
      TraceSchema schema = Tables.in(pool).open();
      SpanWriter writer = schema.writer();
      List<SpanRow> rows = new RandomRows(5).of(1, 10, 30);
      for (int from = 0; from < rows.size(); from += 30) {
        List<SpanRow> batch = rows.subList(from, from + 30);
        proxy.cutAtReply(COMMITTED);
        assertThatThrownBy(() -> writer.write(batch))
            .isInstanceOf(SQLException.class)
            .satisfies(e -> assertThat(SqlFailure.of(e)).isEqualTo(SqlFailure.TRANSIENT));
        assertThat(retry(writer, batch)).isEqualTo(new WriteResult(0, 30));
      }
      Tables.assertTrue(database, schema.reader(), rows);
    }
  }

  /** The pool may have other connections that were cut. */
  private static WriteResult retry(SpanWriter writer, List<SpanRow> batch) throws SQLException {
    SQLException last = null;
    for (int attempt = 0; attempt < 5; attempt++) {
      try {
        return writer.write(batch);
      } catch (SQLException e) {
        last = e;
      }
    }
    throw last;
  }

  private static HikariDataSource pool(TcpProxy proxy, TestDatabase database) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(proxy.reroute(database.jdbcUrl()));
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }
}
