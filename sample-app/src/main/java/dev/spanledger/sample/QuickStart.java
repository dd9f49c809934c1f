// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.instrument.AgentTracer;
import dev.spanledger.provider.Spanledger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** A DataSource in, a query out: the quick start of the README, to be run. */
public final class QuickStart {
  private QuickStart() {}

  /**
   * Traces two steps and prints them.
   *
   * @param args a JDBC URL; default {@code jdbc:sqlite:quickstart.db}
   */
  public static void main(String[] args) throws SQLException {
    try (HikariDataSource dataSource = new HikariDataSource()) {
      dataSource.setJdbcUrl(args.length > 0 ? args[0] : "jdbc:sqlite:quickstart.db");
      trace(dataSource);
      print(dataSource);
    }
  }

  private static void trace(DataSource dataSource) {
    try (Spanledger ledger = Spanledger.create(dataSource)) { // creates its tables
      ledger.install(); // a global OpenTelemetry; or add ledger.spanProcessor() to yours
      AgentTracer tracer = AgentTracer.global();
      try (var agent = tracer.agent("greeter").sessionId("s-1").input("Hello?").start()) {
        try (var chat = tracer.chat("gpt-4o-mini").provider("openai").input("Hello?").start()) {
          chat.output("Hi! How can I help?").usage(12, 7).finishReason("stop");
        }
        agent.output("Hi! How can I help?");
      }
      ledger.flush(Duration.ofSeconds(5)); // true once everything is committed
    }
  }

  private static void print(DataSource dataSource) throws SQLException {
    String sql =
        "SELECT kind, name, total_tokens, output_preview FROM agent_spans ORDER BY start_time";
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        System.out.printf(
            "%-6s %-22s %-5s %s%n",
            row.getString(1), row.getString(2), row.getString(3), row.getString(4));
      }
    }
  }
}
