// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.schema.TraceQuery;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** An application under OpenTelemetry's Java agent, with an SDK of its own for its ledger. */
final class AgentProgram {
  static final int SPANS = 20;

  private AgentProgram() {}

  /** Takes the database's URL and user. */
  public static void main(String[] arguments) throws SQLException {
    try (HikariDataSource pool = pool(arguments[0], arguments[1]);
        Spanledger ledger =
            Spanledger.builder(pool).batchDelay(Duration.ofMillis(5)).batchSize(4).build()) {
      Tracer tracer =
          SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("app");
      for (int i = 0; i < SPANS; i++) {
        tracer.spanBuilder("invoke_agent a").startSpan().end();
      }
      if (!ledger.flush(Duration.ofMinutes(1))) {
        throw new IllegalStateException(ledger.toString());
      }
      ledger.reader().list(TraceQuery.all());
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("SELECT 4711");
      }
    }
  }

  private static HikariDataSource pool(String url, String user) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setUsername(user);
    return pool;
  }
}
