// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.batching.Ledger;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.Await;
import dev.spanledger.testkit.oracle.SpanOracle;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;

/**
 * One of several applications that write into one SQLite file without a pause: it says {@code
 * ready}, works until its standard input ends, says {@code written} with its ledger and how often
 * and for how long it wrote, and exits with 0 if nothing was lost and no try failed.
 */
final class SharedFileProgram {
  /** Enough that there is always another batch, and no more than is soon written at the end. */
  private static final long MOST_QUEUED = 1_500;

  private static final int AS_FAST_AS_IT_GOES = 100_000;
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();

  private SharedFileProgram() {}

  /** Takes the file's URL, the journal, and how many spans a batch has. */
  public static void main(String[] arguments) throws Exception {
    int failed =
        new SharedFileProgram()
            .run(arguments[0], Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    System.exit(failed);
  }

  private int run(String url, Path journal, int batchSize) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(2);
    try (HikariDataSource pool = new HikariDataSource(config);
        SpanOracle oracle = SpanOracle.writing(journal, TracedApp.PAYLOAD);
        Spanledger ledger =
            Spanledger.builder(pool)
                .batchSize(batchSize)
                .meterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
                .build()) {
      work(ledger, oracle);
      if (!ledger.flush(LONGEST)) {
        System.out.println("not flushed " + ledger);
        return 1;
      }
      return report(ledger.stats().ledger());
    }
  }

  private static void work(Spanledger ledger, SpanOracle oracle) throws Exception {
    Tracer tracer =
        SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("test");
    AgentLoad.run(tracer, oracle, 10);
    Await.until("a first batch", LONGEST, () -> ledger.stats().ledger().stored() == 10);
    System.out.println("ready");
    AgentLoad load =
        AgentLoad.start(tracer, oracle, 1, AS_FAST_AS_IT_GOES)
            .onlyWhile(() -> ledger.stats().ledger().queued() < MOST_QUEUED);
    try (load) {
      System.in.readAllBytes();
    }
  }

  private int report(Ledger ledger) {
    long tries = 0;
    long failures = 0;
    double longest = 0;
    for (HistogramPointData point : durations()) {
      tries += point.getCount();
      failures += point.getAttributes().get(ERROR_TYPE) == null ? 0 : point.getCount();
      longest = Math.max(longest, point.getMax());
    }
    System.out.printf(
        Locale.ROOT,
        "written %d in %d tries, %d failed, the longest %.2f s; %s%n",
        ledger.stored(),
        tries,
        failures,
        longest,
        ledger);
    return failures == 0 && ledger.balanced() && ledger.droppedTotal() == 0 ? 0 : 1;
  }

  private Collection<HistogramPointData> durations() {
    return metrics.collectAllMetrics().stream()
        .filter(metric -> metric.getName().equals("spanledger.write.duration"))
        .findFirst()
        .orElseThrow()
        .getHistogramData()
        .getPoints();
  }
}
