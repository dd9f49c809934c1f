// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteDataSource;

/**
 * A program that ends spans until it is killed, and says of each before it does so: when, which,
 * its name, and how long this JVM has been kept from running so far.
 */
final class SpillingProcess {
  /** Half of it may wait in memory for the database; the rest is for what is not yet on disk. */
  static final int QUEUE = 64;

  private static final int WARM_UP = 1_000;
  private static final int ALMOST_FULL = QUEUE - 16;

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private final AtomicLong longestStall = new AtomicLong();

  private final Spanledger ledger;

  private SpillingProcess(Spanledger ledger) {
    this.ledger = ledger;
  }

  /** Takes the database's file, the spill directory, and whether the database is away. */
  public static void main(String[] arguments) throws IOException {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + arguments[0]);
    FaultyDataSource source = FaultyDataSource.over(database);
    Spanledger ledger =
        Spanledger.builder(source)
            .elsewhere(knob -> null)
            .maxQueueSpans(QUEUE)
            .batchDelay(Duration.ofMillis(50))
            .spillDirectory(Path.of(arguments[1]))
            .build();
    if (Boolean.parseBoolean(arguments[2])) {
      source.fail(Call.CONNECT).always();
    }
    new SpillingProcess(ledger).run();
  }

  private void run() throws IOException {
    Thread heartbeat = new Thread(this::measureStalls);
    heartbeat.setDaemon(true);
    Tracer tracer =
        SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("test");
    // What is compiled for the first time takes longer than any promise.
    for (int i = 0; i < WARM_UP; i++) {
      endOne(tracer, i);
    }
    ledger.flush(Duration.ofMinutes(5));
    heartbeat.start();
    say("ready");
    for (int i = WARM_UP; true; i++) {
      endOne(tracer, i);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private void endOne(Tracer tracer, int number) throws IOException {
    while (ledger.stats().ledger().queued() > ALMOST_FULL) {
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
    }
    String name = "work " + number;
    Span span = tracer.spanBuilder(name).setAttribute("n", "x".repeat(1_000)).startSpan();
    String id = span.getSpanContext().getSpanId();
    say(System.nanoTime() + "," + id + "," + name + "," + longestStall.get());
    span.end();
  }

  private void say(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void measureStalls() {
    long last = System.nanoTime();
    while (true) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      long now = System.nanoTime();
      longestStall.accumulateAndGet(now - last, Math::max);
      last = now;
    }
  }
}
