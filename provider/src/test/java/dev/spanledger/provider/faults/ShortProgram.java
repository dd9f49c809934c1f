// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.Await;
import dev.spanledger.testkit.oracle.SpanOracle;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Path;
import java.time.Duration;

/** Makes a few spans, and ends 50 ms after the last without having flushed or closed anything. */
final class ShortProgram {
  static final int SPANS = 20;
  static final int EXIT_CODE = 3;

  /** How it ends. */
  enum End {
    /** {@code main} returns. */
    RETURN,
    EXIT,
    /** {@code main} throws. */
    THROW,
    /** Its OpenTelemetry is {@link Spanledger#install}'s. */
    INSTALLED,
    /** Somebody else ends it, with SIGTERM. */
    SIGTERM,
    /** It closes its connection pool first. */
    POOL_CLOSED
  }

  private ShortProgram() {}

  /** Takes the database's URL and user, the journal, and how to end. */
  public static void main(String[] arguments) {
    End end = End.valueOf(arguments[3]);
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(arguments[0]);
    pool.setUsername(arguments[1]);
    pool.setMaximumPoolSize(2);
    Spanledger ledger =
        Spanledger.builder(pool)
            .closeOnExit(end != End.INSTALLED)
            .closeTimeout(Duration.ofMinutes(10))
            .build();
    try (SpanOracle oracle = SpanOracle.writing(Path.of(arguments[2]), TracedApp.PAYLOAD)) {
      if (end == End.INSTALLED) {
        AgentLoad.run(ledger.install().getTracer("short"), oracle, SPANS);
      } else {
        SdkTracerProvider sdk =
            SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build();
        AgentLoad.run(sdk.get("short"), oracle, SPANS);
      }
    }
    Await.pass(Duration.ofMillis(50));
    System.out.println("ends");
    finish(end, pool);
  }

  private static void finish(End end, HikariDataSource pool) {
    switch (end) {
      case RETURN, INSTALLED -> {}
      case EXIT -> System.exit(EXIT_CODE);
      case THROW -> throw new IllegalStateException("on purpose");
      case SIGTERM -> Await.pass(Duration.ofMinutes(10));
      case POOL_CLOSED -> pool.close();
    }
  }
}
