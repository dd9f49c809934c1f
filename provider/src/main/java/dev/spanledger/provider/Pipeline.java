// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spanledger.batching.AsyncBatcher;
import dev.spanledger.batching.AsyncBatcherBuilder;
import dev.spanledger.batching.BatcherHealth;
import dev.spanledger.batching.Ledger;
import dev.spanledger.batching.WriteObserver;
import dev.spanledger.maintenance.Maintenance;
import dev.spanledger.schema.RepriceReport;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One database with a queue and a worker of its own: however slow it is, no other database waits
 * for it. Thread-safe.
 */
final class Pipeline {
  private final TraceSchema schema;
  private final LivePrices prices;
  private final SpanRecorder recorder;
  private final AsyncBatcher<Queued> batcher;
  private final Maintenance maintenance;
  private final long maxSpanBytes;
  private final long mostUncutBytes;

  Pipeline(
      String route,
      TraceSchema schema,
      SpanRecorder recorder,
      Settings settings,
      LiveSpans live,
      Clock clock,
      WriteObserver observer) {
    String name = "spanledger-" + route;
    this.schema = schema;
    this.maxSpanBytes = settings.maxSpanBytes();
    this.mostUncutBytes = Math.max(maxSpanBytes, settings.maxQueueBytes() / 2);
    this.prices = new LivePrices(schema.reader(), settings.pricesReload(), System::nanoTime);
    this.recorder = recorder.with(prices.pricing());
    SpanBatchWriter writer = new SpanBatchWriter(schema.writer(), this.recorder, prices);
    AsyncBatcherBuilder<Queued> builder =
        settings
            .tune(AsyncBatcher.<Queued>builder(name, writer))
            .failureClassifier(new SqlFailures())
            .quarantine(writer::quarantine)
            .writeObserver(observer)
            .preparation(item -> item.row(this.recorder));
    Duration after = settings.openSpansAfter();
    if (!after.isZero()) {
      Running running = new Running(route, this.recorder, clock);
      builder.chore(
          new OpenSpanWatch(live, running, writer::openSpans, after, System::nanoTime),
          period(after));
    }
    this.batcher = started(name, builder, settings);
    this.maintenance = maintained(name, settings);
  }

  /** Twice while a span comes of age, but not to be felt. */
  private static Duration period(Duration after) {
    long millis = Math.max(50, Math.min(1_000, after.toMillis() / 2));
    return Duration.ofMillis(millis);
  }

  /** What is stored of the spans that go here while they run. */
  private record Running(String route, SpanRecorder recorder, Clock clock)
      implements OpenSpanWatch.Source {
    @Override
    public boolean isOurs(LiveSpan span) {
      return route.equals(span.route() == null ? Pipelines.DEFAULT : span.route());
    }

    @Override
    public @Nullable SpanRow rowOf(LiveSpan live) {
      ReadableSpan span = LiveSpans.running(live);
      return span == null ? null : recorder.running(span.toSpanData(), live, clock.instant());
    }
  }

  private Maintenance maintained(String name, Settings settings) {
    Maintenance built =
        settings.tune(Maintenance.builder(schema).name(name + "-maintenance")).build();
    if (settings.maintenance()) {
      built.start();
    }
    return built;
  }

  private AsyncBatcher<Queued> started(
      String name, AsyncBatcherBuilder<Queued> builder, Settings settings) {
    Path directory = settings.spillDirectory();
    if (directory == null) {
      return builder.build();
    }
    // A route may be called what no directory can be.
    Path own = directory.resolve(URLEncoder.encode(name, UTF_8));
    try {
      return builder.spill(own, settings.maxSpillBytes(), new SpilledForm(recorder)).build();
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException(
          Knob.SPILL_DIRECTORY.property() + " cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Takes the span or drops it, and counts either way; never waits. Says whether it was taken.
   *
   * @param weight what it takes before it is cut: the worker cuts it, and until it is stored it
   *     counts as it came
   */
  boolean offer(QueuedSpan queued, long weight) {
    long bytes = weight;
    if (bytes > mostUncutBytes) {
      // Cut here and now: it would leave no room for any other.
      bytes = Math.min(maxSpanBytes, SpanSize.of(queued.row(recorder)));
    }
    boolean taken = batcher.offerEntry(queued, bytes) == null;
    if (!taken) {
      queued.dropped();
    }
    return taken;
  }

  /** Takes what log records say of a span that was offered before, or drops it. */
  boolean amend(QueuedLogs logs, long bytes) {
    return batcher.offer(logs, bytes) == null;
  }

  TraceReader reader() {
    return schema.reader();
  }

  boolean repair(String traceId) {
    return schema.repair(traceId);
  }

  Maintenance maintenance() {
    return maintenance;
  }

  BatcherHealth health() {
    return batcher.health();
  }

  Ledger ledger() {
    return batcher.ledger();
  }

  /** How many rows of prices are not used. */
  long refusedPrices() {
    return prices.pricing().refused();
  }

  /** By the prices as they are now. */
  RepriceReport reprice(Instant from, Instant to) {
    prices.reload();
    return schema.reprice(from, to, prices.pricing()::price);
  }

  CompletableFuture<Boolean> flush() {
    return batcher.flushAsync();
  }

  /** For one that is not waited for any longer; true if all before it is on disk for good. */
  boolean endFlush(CompletableFuture<Boolean> flush) {
    return batcher.endFlush(flush);
  }

  /** Spans first: maintenance can stop at any time. */
  boolean close(Duration timeout) {
    boolean drained = batcher.close(timeout);
    maintenance.close();
    return drained;
  }
}
