// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.batching.Ledger;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.Await;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.SpanOracle;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An application with a spill directory, to be killed: it warms up until its spans are stored, says
 * {@code ready}, works for some time, says {@code ended}, waits until everything is stored, says
 * {@code drained} with its ledger, and exits with 0 if nothing was lost.
 */
final class LoadProgram {
  private static final int WARM_UP_RUNS = 30;

  /** Until its code is compiled, a process on a busy machine may not keep pace with itself. */
  private static final Duration WARM_UP = Duration.ofSeconds(FaultForm.choose(0, 4));

  /** Before that, it makes no more than it can take, in this part of the queue. */
  private static final long WARM_UP_BYTES = 4L << 20;

  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Spanledger ledger;
  private final SpanOracle oracle;
  private final Tracer tracer;

  /**
   * What a program is told.
   *
   * @param seconds how long to work; 0 is until its standard input ends
   */
  record Orders(
      String url,
      String user,
      Path spill,
      Path journal,
      int payloadChars,
      int spansASecond,
      int seconds) {
    List<String> arguments() {
      return List.of(
          url,
          user,
          spill.toString(),
          journal.toString(),
          Integer.toString(payloadChars),
          Integer.toString(spansASecond),
          Integer.toString(seconds));
    }

    static Orders of(String[] arguments) {
      return new Orders(
          arguments[0],
          arguments[1],
          Path.of(arguments[2]),
          Path.of(arguments[3]),
          Integer.parseInt(arguments[4]),
          Integer.parseInt(arguments[5]),
          Integer.parseInt(arguments[6]));
    }
  }

  private LoadProgram(Spanledger ledger, SpanOracle oracle) {
    this.ledger = ledger;
    this.oracle = oracle;
    this.tracer =
        SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("load");
  }

  public static void main(String[] arguments) {
    Orders orders = Orders.of(arguments);
    try (HikariDataSource pool = TracedApp.pool(orders.url, orders.user, "");
        SpanOracle oracle = SpanOracle.writing(orders.journal, orders.payloadChars);
        Spanledger ledger =
            Spanledger.builder(pool)
                .spillDirectory(orders.spill)
                .maxSpillBytes(16L << 30)
                .retry(Duration.ofMillis(10), Duration.ofSeconds(2))
                .build()) {
      new LoadProgram(ledger, oracle).run(orders);
    }
  }

  private void run(Orders orders) {
    for (int i = 0; i < WARM_UP_RUNS; i++) {
      AgentLoad.run(tracer, oracle, 10);
    }
    warmUp(orders);
    awaitDrained();
    System.out.println("ready " + ledger);
    work(orders);
    System.out.println("ended " + ledger.stats().ledger().accepted());
    awaitDrained();
    Ledger account = ledger.stats().ledger();
    System.out.println("drained " + account);
    if (!account.balanced() || account.droppedTotal() > 0) {
      System.exit(1);
    }
  }

  private void warmUp(Orders orders) {
    AgentLoad load = AgentLoad.start(tracer, oracle, 2, orders.spansASecond);
    load.onlyWhile(() -> ledger.stats().ledger().queuedBytes() < WARM_UP_BYTES);
    Await.pass(WARM_UP);
    load.close();
  }

  private void work(Orders orders) {
    AgentLoad load = AgentLoad.start(tracer, oracle, 2, orders.spansASecond);
    awaitEnd(orders.seconds);
    load.close();
  }

  private static void awaitEnd(int seconds) {
    if (seconds > 0) {
      Await.pass(Duration.ofSeconds(seconds));
      return;
    }
    try {
      System.in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitDrained() {
    Await.until(
        "everything is stored",
        LONGEST,
        () -> {
          Ledger account = ledger.stats().ledger();
          return account.queued() + account.spilled() == 0;
        });
  }
}
