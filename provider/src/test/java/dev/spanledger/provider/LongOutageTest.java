// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.batching.Ledger;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that is away for longer than memory lasts: nothing is lost, and nothing is there
 * twice. With {@code -Dspanledger.faults=long} for a minute, at 2,000 spans of 2 KiB a second. Says
 * how fast it was made up for.
 */
class LongOutageTest {
  private static final boolean LONG = "long".equals(System.getProperty("spanledger.faults"));
  private static final int SPANS = LONG ? 120_000 : 3_000;
  private static final long PER_SECOND = 2_000;

  @TempDir Path directory;

  private final Random random = new Random(4711);

  @EachDatabase
  @Timeout(900)
  void loseNothingAndWriteNothingTwice(TestDatabase database) throws SQLException {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    try (Spanledger ledger =
        Spanledger.builder(source)
            .elsewhere(knob -> null)
            .maxQueueSpans(LONG ? 65_536 : 1_000)
            .spillDirectory(directory)
            .build()) {
      Tracer tracer =
          SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("test");
      source.fail(Call.CONNECT).always();
      Set<String> ended = endAll(tracer, ledger);
      assertThat(ledger.flush(Duration.ofMinutes(2))).isTrue();
      Ledger before = ledger.stats().ledger();
      assertThat(before.spilled() + before.queued()).as(before.toString()).isEqualTo(SPANS);

      source.heal();
      long start = System.nanoTime();
      await(() -> ledger.stats().ledger().stored() == SPANS);
      double perSecond = SPANS / ((System.nanoTime() - start) / 1e9);
      System.out.printf(
          "LongOutageTest: %s: %d spans, made up for at %.0f a second, %.1f times %d a second%n",
          database.kind(), SPANS, perSecond, perSecond / PER_SECOND, PER_SECOND);

      assertThat(ledger.stats().ledger().balanced()).isTrue();
      assertThat(ledger.stats().ledger().droppedTotal()).isZero();
      assertThat(stored(database)).isEqualTo(ended);
    }
  }

  private Set<String> endAll(Tracer tracer, Spanledger ledger) {
    Set<String> ended = new HashSet<>();
    long start = System.nanoTime();
    for (int i = 0; i < SPANS; i++) {
      long due = start + i * (TimeUnit.SECONDS.toNanos(1) / PER_SECOND);
      LockSupport.parkNanos(due - System.nanoTime());
      // Where the spilling thread gets no processor, the application must not run ahead of it.
      await(() -> ledger.stats().ledger().queued() < 900 || LONG);
      Span span = tracer.spanBuilder("work").setAttribute("text", text()).startSpan();
      ended.add(span.getSpanContext().getSpanId());
      span.end();
    }
    return ended;
  }

  /** About two kilobytes that are not there already. */
  private String text() {
    byte[] bytes = new byte[1_000];
    random.nextBytes(bytes);
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MINUTES.toNanos(5));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private static Set<String> stored(TestDatabase database) throws SQLException {
    Set<String> ids = new HashSet<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery("SELECT span_id FROM agent_spans")) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
      try (ResultSet total = statement.executeQuery("SELECT sum(span_count) FROM agent_traces")) {
        total.next();
        assertThat(total.getLong(1)).isEqualTo(ids.size());
      }
    }
    return ids;
  }
}
