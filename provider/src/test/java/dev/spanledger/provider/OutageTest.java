// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.batching.Ledger;
import dev.spanledger.testkit.databases.RestartablePostgres;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The database goes away and comes back while an application works. */
class OutageTest {
  private static final int THREADS = 8;
  private static final int SPANS_PER_THREAD = 1_250;

  private final Set<String> ended = ConcurrentHashMap.newKeySet();
  private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();

  @Test
  void tenThousandSpansFromEightThreadsSurviveARestart() throws Exception {
    try (RestartablePostgres postgres = RestartablePostgres.create();
        Spanledger ledger =
            Spanledger.builder(postgres.dataSource())
                .batchDelay(Duration.ofMillis(20))
                .retry(Duration.ofMillis(10), Duration.ofMillis(200))
                .build()) {
      CountDownLatch half = new CountDownLatch(THREADS * SPANS_PER_THREAD / 2);
      ExecutorService application = startThreads(ledger, half);

      half.await();
      postgres.kill();
      application.shutdown();
      assertThat(application.awaitTermination(2, MINUTES)).isTrue();
      assertThat(ledger.flush(Duration.ofMillis(300)))
          .as("nothing is committed while it is down")
          .isFalse();
      assertBalanced(ledger.stats().ledger());

      postgres.start();
      assertThat(ledger.flush(Duration.ofMinutes(1))).isTrue();
      assertThat(thrown).isEmpty();
      assertBalanced(ledger.stats().ledger());
      assertThat(ledger.stats().ledger().stored()).isEqualTo(THREADS * SPANS_PER_THREAD);
      assertThat(stored(postgres)).isEqualTo(ended);
    }
  }

  private ExecutorService startThreads(Spanledger ledger, CountDownLatch endedSpans) {
    Tracer tracer =
        SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("test");
    ExecutorService application = Executors.newFixedThreadPool(THREADS);
    for (int thread = 0; thread < THREADS; thread++) {
      application.execute(
          () -> {
            for (int i = 0; i < SPANS_PER_THREAD; i++) {
              endOne(tracer);
              endedSpans.countDown();
            }
          });
    }
    return application;
  }

  private void endOne(Tracer tracer) {
    try {
      Span span = tracer.spanBuilder("work").setAttribute("gen_ai.tool.name", "t").startSpan();
      ended.add(span.getSpanContext().getSpanId());
      span.end();
    } catch (Throwable e) {
      thrown.add(e);
    }
  }

  private static void assertBalanced(Ledger ledger) {
    assertThat(ledger.balanced()).as(ledger.toString()).isTrue();
    assertThat(ledger.accepted()).isEqualTo(THREADS * SPANS_PER_THREAD);
    assertThat(ledger.droppedTotal()).isZero();
  }

  private static Set<String> stored(RestartablePostgres postgres) throws SQLException {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    try (Connection connection = postgres.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT span_id FROM agent_spans")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }
}
