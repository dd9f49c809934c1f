// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.batching.Ledger;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;

/**
 * The ledger's DataSource is wrapped by OpenTelemetry's own JDBC instrumentation, whose spans go to
 * a ledger: each batch would bring the next one.
 */
@Tag("faults")
class SelfTracingTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @EachDatabase
  void theWrapperMakesNoSpansOfOurSql(TestDatabase database) throws Exception {
    try (HikariDataSource pool = TracedApp.pool(database);
        Spanledger watching = Spanledger.create(pool)) {
      DataSource wrapped = JdbcTelemetry.create(sdk(watching)).wrap(pool);
      try (Spanledger ledger = Spanledger.create(wrapped)) {
        sdk(ledger).getTracer("test").spanBuilder("invoke_agent a").startSpan().end();
        assertThat(ledger.flush(SOON)).isTrue();
        ledger.reader().list(TraceQuery.all());
      }
      assertThat(watching.flush(SOON)).isTrue();
      assertThat(watching.stats().ledger()).as("of our own SQL").isEqualTo(Ledger.EMPTY);
      query(wrapped);
      assertThat(watching.flush(SOON)).isTrue();
      assertThat(watching.stats().ledger().stored()).as("of the application's").isPositive();
    }
    assertThat(database.rows("SELECT name FROM agent_spans"))
        .extracting(row -> String.valueOf(row.get("name")))
        .contains("invoke_agent a")
        .anyMatch(name -> name.startsWith("SELECT"))
        .noneMatch(name -> name.contains("agent_") || name.startsWith("INSERT"));
  }

  private static void query(DataSource wrapped) throws SQLException {
    try (Connection connection = wrapped.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 4711");
    }
  }

  private static OpenTelemetrySdk sdk(Spanledger ledger) {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build())
        .build();
  }
}
