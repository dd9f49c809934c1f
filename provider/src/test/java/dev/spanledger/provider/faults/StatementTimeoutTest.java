// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import dev.spanledger.testkit.oracle.SpanOracle;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;

/**
 * PostgreSQL takes so long for a row that its {@code statement_timeout} never lets a whole batch
 * pass (57014): smaller ones are written.
 */
@Tag("faults")
class StatementTimeoutTest {
  private static final int SPANS_A_RUN = 50;

  private static final String SLOW_ROWS =
      """
      CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_sleep(0.005);
        RETURN NEW;
      END $$;
      CREATE TRIGGER slow BEFORE INSERT ON agent_spans FOR EACH ROW EXECUTE FUNCTION slow()""";

  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void smallerBatchesPass(TestDatabase database) throws SQLException {
    int runs = FaultForm.choose(4, 100);
    Progress progress = Progress.of("runs of slow rows under a statement_timeout", runs, 0);
    Spanledger.create(database.dataSource()).close();
    database.execute(SLOW_ROWS);
    try (HikariDataSource pool = impatient(database);
        TracedApp app =
            new TracedApp(
                TracedApp.quick(pool)
                    .meterProvider(
                        SdkMeterProvider.builder().registerMetricReader(metrics).build()),
                SpanOracle.inMemory(TracedApp.PAYLOAD))) {
      for (int i = 1; i <= runs; i++) {
        AgentLoad.run(app.tracer(), app.oracle(), SPANS_A_RUN);
        progress.round(i, app.ledger());
      }
      progress.end(app.assertNothingLost(database.dataSource()) + ", " + timeouts() + " timeouts");
      assertThat(timeouts()).isPositive();
    }
  }

  /** A batch has 64 spans, which take twice as long as this. */
  private static HikariDataSource impatient(TestDatabase database) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(1);
    config.setConnectionInitSql("SET statement_timeout = 150");
    return new HikariDataSource(config);
  }

  private long timeouts() {
    return metrics.collectAllMetrics().stream()
        .filter(metric -> metric.getName().equals("spanledger.write.duration"))
        .flatMap(metric -> metric.getHistogramData().getPoints().stream())
        .filter(
            point ->
                "timeout".equals(point.getAttributes().get(AttributeKey.stringKey("error.type"))))
        .mapToLong(HistogramPointData::getCount)
        .sum();
  }
}
