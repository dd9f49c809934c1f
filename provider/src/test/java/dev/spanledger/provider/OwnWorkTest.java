// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.TraceQuery;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.impl.InstrumentationUtil;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * The user's DataSource is traced itself: a store that stored its own SQL would never come to rest.
 */
class OwnWorkTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @EachDatabase
  void ourOwnSqlMakesNoSpans(TestDatabase database) throws Exception {
    try (Spanledger watching = Spanledger.create(database.dataSource())) {
      OpenTelemetrySdk sdk = sdk(watching);
      DataSource traced = TracedDataSource.wrap(database.dataSource(), sdk.getTracer("jdbc"));
      try (Spanledger ledger = Spanledger.create(traced)) {
        sdk(ledger).getTracer("test").spanBuilder("invoke_agent a").startSpan().end();
        assertThat(ledger.flush(SOON)).isTrue();
        ledger.reader().list(TraceQuery.all());
      }
      application(traced);
      assertThat(watching.flush(SOON)).isTrue();
      List<String> names =
          database.rows("SELECT name FROM agent_spans").stream()
              .map(row -> String.valueOf(row.get("name")))
              .toList();
      assertThat(names).contains("invoke_agent a").anyMatch(name -> name.startsWith("SELECT"));
      assertThat(names).noneMatch(name -> name.contains("agent_spans") || name.contains("INSERT"));
    }
  }

  @Test
  void instrumentationsThatAskAreToldToKeepOut() {
    AtomicBoolean suppressed = new AtomicBoolean();
    OwnWork.run(
        () -> suppressed.set(InstrumentationUtil.shouldSuppressInstrumentation(Context.current())));
    assertThat(suppressed).isTrue();
    assertThat(InstrumentationUtil.shouldSuppressInstrumentation(Context.current())).isFalse();
    assertThat(OwnWork.isCurrent()).isFalse();
  }

  /** What the application asks is its own business, and traced. */
  private static void application(DataSource traced) throws Exception {
    try (Connection connection = traced.getConnection();
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
