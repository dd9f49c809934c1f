// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.spanledger.batching.BatcherHealth;
import dev.spanledger.batching.Ledger;
import dev.spanledger.maintenance.Maintenance;
import dev.spanledger.provider.messages.LogMessage;
import dev.spanledger.provider.redaction.SpanRedaction;
import dev.spanledger.schema.DataSubject;
import dev.spanledger.schema.ErasureReport;
import dev.spanledger.schema.RepriceReport;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline for each database, the default one first. There may become more and fewer; whoever
 * offers spans does not wait for that. Thread-safe.
 */
final class Pipelines {
  static final String DEFAULT = "default";

  private static final Duration AFTER_ERASURE = Duration.ofSeconds(10);

  private final SpanRecorder recorder;
  private final Settings settings;
  private final LogLedger logs;
  private final LateLogs late;
  private final Clock clock;
  private final LedgerMetrics metrics;
  private final LiveSpans live;
  private final Object changing = new Object();

  /** Replaced as a whole, under the lock of changing. */
  private volatile Map<String, Pipeline> byRoute = Map.of();

  private volatile @Nullable Pipeline byDefault;

  // All under the lock of changing.
  private final Map<String, List<Pipeline>> removed = new LinkedHashMap<>();
  private boolean closed;

  Pipelines(
      Map<String, TraceSchema> schemas,
      SpanRecorder recorder,
      Settings settings,
      @Nullable TraceRouter router,
      LateLogs.Timer timer,
      Clock clock,
      LedgerMetrics metrics) {
    this.recorder = recorder;
    this.settings = settings;
    this.clock = clock;
    this.metrics = metrics;
    this.live = new LiveSpans(new Routing(router, this::routes));
    this.logs = new LogLedger(settings.maxLogBytes());
    this.late = new LateLogs(settings.logGrace(), settings.maxSpanBytes(), timer, this::amend);
    try {
      schemas.forEach(this::add);
    } catch (RuntimeException e) {
      close(Duration.ZERO);
      throw e;
    }
    metrics.observe(this::healths);
  }

  /** For a ledger that records nothing. */
  static Pipelines none(Settings settings) {
    SpanRecorder recorder = new SpanRecorder(settings, SpanRedaction.NONE);
    LedgerMetrics metrics = new LedgerMetrics(MeterProvider.noop());
    Clock clock = Clock.systemUTC();
    return new Pipelines(Map.of(), recorder, settings, null, (delay, work) -> {}, clock, metrics);
  }

  /**
   * Begins to write to a further database.
   *
   * @param route not among {@link #routes()}
   * @throws IllegalStateException where this is closed
   */
  void add(String route, TraceSchema schema) {
    synchronized (changing) {
      if (closed) {
        throw new IllegalStateException("the ledger is closed");
      }
      Map<String, Pipeline> more = new LinkedHashMap<>(byRoute);
      more.put(
          route,
          new Pipeline(route, schema, recorder, settings, live, clock, metrics.writes(route)));
      publish(more);
    }
  }

  /**
   * Writes what is queued for a route, which is no more from now on. Says whether all of it is
   * written.
   */
  boolean remove(String route, Duration timeout) {
    Pipeline leaving = pipeline(route);
    synchronized (changing) {
      Map<String, Pipeline> fewer = new LinkedHashMap<>(byRoute);
      fewer.remove(route);
      removed.computeIfAbsent(route, none -> new ArrayList<>()).add(leaving);
      publish(fewer);
    }
    return leaving.close(timeout);
  }

  private void publish(Map<String, Pipeline> pipelines) {
    byRoute = Collections.unmodifiableMap(pipelines);
    byDefault = pipelines.get(DEFAULT);
  }

  /** The names of all. */
  Set<String> routes() {
    return byRoute.keySet();
  }

  /** Takes a span that has ended. Says whether it was taken. */
  boolean offer(QueuedSpan span, SpanContext context, @Nullable String route) {
    Pipeline pipeline = destination(route);
    return pipeline.offer(span, span.weigh(this, context));
  }

  /** The spans of all of them that have begun. */
  LiveSpans live() {
    return live;
  }

  /** Says when a span was received. */
  Clock clock() {
    return clock;
  }

  /** Log records whose grace is over. */
  private void amend(LateLogs.Waiting waiting) {
    SpanLogs.Taken taken = waiting.logs().close();
    logs.release(taken.bytes());
    List<LogMessage> messages =
        waiting.origin() == null ? LogEvents.judgements(taken.messages()) : taken.messages();
    logs.dropped(LogDropReason.SPAN_UNKNOWN, taken.messages().size() - messages.size());
    if (!messages.isEmpty()
        && !destination(waiting.route())
            .amend(new QueuedLogs(waiting, messages, logs), taken.bytes())) {
      logs.dropped(LogDropReason.QUEUE_FULL, messages.size());
    }
  }

  /** Accounts for log records. */
  LogLedger logs() {
    return logs;
  }

  /** Takes log records whose span is not live. */
  LateLogs late() {
    return late;
  }

  TraceReader reader(@Nullable String route) {
    return pipeline(route).reader();
  }

  Maintenance maintenance(@Nullable String route) {
    return pipeline(route).maintenance();
  }

  Map<String, TraceReader> readers() {
    Map<String, TraceReader> readers = new LinkedHashMap<>();
    byRoute.forEach((route, pipeline) -> readers.put(route, pipeline.reader()));
    return readers;
  }

  boolean repair(@Nullable String route, String traceId) {
    return pipeline(route).repair(traceId);
  }

  /** In every database, one after the other. */
  RepriceReport reprice(Instant from, Instant to) {
    return byRoute.values().stream()
        .map(pipeline -> pipeline.reprice(from, to))
        .reduce(RepriceReport.NONE, RepriceReport::plus);
  }

  /** In every database, whatever becomes of the others; then what is queued has its turn. */
  ErasureReport erase(DataSubject subject) {
    requireRecording();
    ErasureReport report = ErasureReport.NONE;
    TraceSchemaException failure = null;
    for (Map.Entry<String, Pipeline> route : byRoute.entrySet()) {
      try {
        report = report.plus(route.getValue().maintenance().erase(subject));
      } catch (TraceSchemaException e) {
        failure = failure == null ? failed(route.getKey(), e) : failure;
      }
    }
    flush(AFTER_ERASURE);
    if (failure != null) {
      throw failure;
    }
    return report;
  }

  private static TraceSchemaException failed(String route, TraceSchemaException e) {
    return new TraceSchemaException(
        "not everything was erased in the database of route '%s' (%s): the next maintenance goes on with what was begun; erase again once it answers"
            .formatted(route, e.getMessage()),
        e);
  }

  long export(DataSubject subject, Consumer<String> line) {
    requireRecording();
    return byRoute.values().stream()
        .mapToLong(pipeline -> pipeline.maintenance().export(subject, line))
        .sum();
  }

  private void requireRecording() {
    if (byRoute.isEmpty()) {
      throw new IllegalStateException("recording is switched off");
    }
  }

  /** True once everything offered before is committed, in every database. */
  CompletableFuture<Boolean> flush() {
    CompletableFuture<Boolean> all = CompletableFuture.completedFuture(true);
    for (Pipeline pipeline : byRoute.values()) {
      all = all.thenCombine(pipeline.flush(), Boolean::logicalAnd);
    }
    return all;
  }

  /** As {@link #flush()}; log records that came late are written now. */
  CompletableResultCode forceFlush() {
    late.hurry();
    return Results.of(flush());
  }

  /** As {@link #forceFlush()}, but waits, and gives up after the timeout. */
  boolean flush(Duration timeout) {
    late.hurry();
    return Boolean.TRUE.equals(await(timeout));
  }

  /**
   * All drain at the same time, so that a dead database does not use up what a healthy one needs.
   */
  boolean close(Duration timeout) {
    late.close();
    synchronized (changing) {
      closed = true;
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean drained = byRoute.size() < 2 || !Boolean.FALSE.equals(await(timeout));
    for (Pipeline pipeline : byRoute.values()) {
      drained &= pipeline.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
    metrics.freeze();
    return drained;
  }

  /** What the flushes answer together; null if they did not answer in time. */
  private @Nullable Boolean await(Duration timeout) {
    long deadline = System.nanoTime() + NANOSECONDS.convert(timeout);
    List<Pipeline> pipelines = List.copyOf(byRoute.values());
    List<CompletableFuture<Boolean>> flushes = pipelines.stream().map(Pipeline::flush).toList();
    try {
      boolean all = true;
      for (CompletableFuture<Boolean> flush : flushes) {
        all &= flush.get(deadline - System.nanoTime(), NANOSECONDS);
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      flushes.forEach(flush -> flush.cancel(false));
      return null;
    } catch (ExecutionException | TimeoutException e) {
      // Too late: what was dropped is left to the next flush.
    }
    boolean all = true;
    for (int i = 0; i < flushes.size(); i++) {
      all &= pipelines.get(i).endFlush(flushes.get(i));
    }
    return all ? true : null;
  }

  /** How the writing to each database goes. Waits for nothing. */
  SpanledgerHealth health() {
    Instant now = clock.instant();
    Map<String, DatabaseHealth> databases = new LinkedHashMap<>();
    byRoute.forEach((route, one) -> databases.put(route, Checkups.of(one.health(), now)));
    return new SpanledgerHealth(databases);
  }

  private Map<String, BatcherHealth> healths() {
    Map<String, BatcherHealth> healths = new LinkedHashMap<>();
    byRoute.forEach((route, pipeline) -> healths.put(route, pipeline.health()));
    return healths;
  }

  SpanledgerStats stats() {
    Map<String, Ledger> ledgers = new LinkedHashMap<>();
    byRoute.forEach((route, pipeline) -> ledgers.put(route, pipeline.ledger()));
    synchronized (changing) {
      removed.forEach(
          (route, gone) -> gone.forEach(one -> ledgers.merge(route, one.ledger(), Ledger::plus)));
    }
    return new SpanledgerStats(
        Ledger.sum(ledgers.values()),
        ledgers,
        recorder.mishaps().repaired(),
        recorder.mishaps().unreadable(),
        recorder.mishaps().unredacted(),
        logs.stats(),
        byRoute.values().stream().mapToLong(Pipeline::refusedPrices).sum());
  }

  /** A trace outlives its route: what is left of it goes to the default. */
  private Pipeline destination(@Nullable String route) {
    Pipeline chosen = route == null ? null : byRoute.get(route);
    return chosen == null ? pipeline(null) : chosen;
  }

  private Pipeline pipeline(@Nullable String route) {
    Pipeline pipeline = route == null ? byDefault : byRoute.get(route);
    if (pipeline == null) {
      throw new IllegalArgumentException(
          "no route is called '" + route + "'; there are " + byRoute.keySet());
    }
    return pipeline;
  }
}
