// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** A PostgreSQL role that may log in, may use the schema public, and may create nothing there. */
record Role(String name, TestDatabase database) implements AutoCloseable {
  private static final String PASSWORD = "role's own";

  static Role in(TestDatabase database) throws SQLException {
    String name = "role_" + UUID.randomUUID().toString().replace("-", "");
    database.execute(
        "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(name, PASSWORD.replace("'", "''")),
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    return new Role(name, database);
  }

  Role grant(String privileges) throws SQLException {
    database.execute("GRANT " + privileges + " TO " + name);
    return this;
  }

  /** What the README tells a database's owner to grant. */
  Role grantWriting() throws SQLException {
    return grant(
            "SELECT ON spanledger_schema, agent_maintenance, agent_erasures, agent_model_prices, agent_model_aliases")
        .grant("SELECT, INSERT, UPDATE, DELETE ON agent_open_spans")
        .grant("INSERT ON agent_usage_stale")
        .grant(
            "SELECT, INSERT, UPDATE ON"
                + " agent_spans, agent_traces, agent_contents, agent_scores, agent_quarantine");
  }

  DataSource dataSource() {
    return Tables.as(database, name, PASSWORD);
  }

  @Override
  public void close() throws SQLException {
    database.execute("DROP OWNED BY " + name, "DROP ROLE " + name);
  }
}
