// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Which questions the shipped roles of PostgreSQL may ask. */
class RolesTest {
  /** What README.md says of them. */
  private static final List<String> NEED_CONTENT =
      List.of("silent-failures", "repeated-tool-calls", "missing-content", "quarantine-reasons");

  private static final List<String> OF_ALL_TENANTS =
      List.of(
          "missing-content",
          "quarantine-reasons",
          "month-cost-by-model",
          "month-latency-by-agent",
          "month-error-rate",
          "busy-hours");

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theAnalystMayAskEverything(TestDatabase database) throws Exception {
    StoredWeek.write(database.dataSource(), Today.of(database));
    assertThat(refused(database, "analyst", "public")).isEmpty();
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theReaderMayAskWhatNeedsNoContent(TestDatabase database) throws Exception {
    StoredWeek.write(database.dataSource(), Today.of(database));
    assertThat(refused(database, "reader", "public")).containsExactlyElementsOf(NEED_CONTENT);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aTenantMayAskWhatIsItsOwn(TestDatabase database) throws Exception {
    StoredWeek.write(database.dataSource(), Today.of(database));
    assertThat(refused(database, "tenants", "public_tenants, public"))
        .containsExactlyElementsOf(OF_ALL_TENANTS);
  }

  private static List<String> refused(TestDatabase database, String script, String searchPath)
      throws SQLException, IOException {
    List<String> refused = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(text(script));
      statement.execute("SET search_path = " + searchPath);
      statement.execute("SET ROLE spanledger_" + (script.equals("tenants") ? "tenant" : script));
      for (SqlExample example : SqlExamples.all()) {
        if (!may(statement, example)) {
          refused.add(example.name());
        }
      }
    }
    return refused;
  }

  private static boolean may(Statement statement, SqlExample example) throws SQLException {
    try {
      statement.execute(example.sql(SqlExample.Dialect.POSTGRESQL));
      return true;
    } catch (SQLException e) {
      if (!"42501".equals(e.getSQLState())) {
        throw e;
      }
      return false;
    }
  }

  static String text(String script) throws IOException {
    String path = "/dev/spanledger/schema/postgresql/roles/" + script + ".sql";
    try (InputStream resource = TraceSchema.class.getResourceAsStream(path)) {
      return new String(resource.readAllBytes(), UTF_8);
    }
  }
}
