// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.batching.Ledger;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A pipeline for each database, the default one first. Thread-safe. */
final class Pipelines {
  static final String DEFAULT = "default";

  private final Map<String, Pipeline> byRoute = new LinkedHashMap<>();
  private final SpanRecorder recorder;

  Pipelines(Map<String, TraceSchema> schemas, SpanRecorder recorder, Settings settings) {
    this.recorder = recorder;
    try {
      schemas.forEach(
          (route, schema) ->
              byRoute.put(route, new Pipeline("spanledger-" + route, schema, recorder, settings)));
    } catch (RuntimeException e) {
      close(Duration.ZERO);
      throw e;
    }
  }

  /** For a ledger that records nothing. */
  static Pipelines none(Settings settings) {
    return new Pipelines(Map.of(), new SpanRecorder(settings), settings);
  }

  void offer(SpanData span, @Nullable String route, @Nullable LiveSpan live, Instant receivedAt) {
    pipeline(route).offer(span, live, receivedAt);
  }

  TraceReader reader(@Nullable String route) {
    return pipeline(route).reader();
  }

  /** True once everything offered before is committed, in every database. */
  CompletableFuture<Boolean> flush() {
    CompletableFuture<Boolean> all = CompletableFuture.completedFuture(true);
    for (Pipeline pipeline : byRoute.values()) {
      all = all.thenCombine(pipeline.flush(), Boolean::logicalAnd);
    }
    return all;
  }

  /**
   * All drain at the same time, so that a dead database does not use up what a healthy one needs.
   */
  boolean close(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    awaitFlush(timeout);
    boolean drained = true;
    for (Pipeline pipeline : byRoute.values()) {
      drained &= pipeline.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
    return drained;
  }

  private void awaitFlush(Duration timeout) {
    if (byRoute.size() < 2) {
      return;
    }
    try {
      CompletableFuture.allOf(
              byRoute.values().stream().map(Pipeline::flush).toArray(CompletableFuture<?>[]::new))
          .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Each pipeline says for itself, when it is closed, what it could not write.
    }
  }

  SpanledgerStats stats() {
    Map<String, Ledger> ledgers = new LinkedHashMap<>();
    byRoute.forEach((route, pipeline) -> ledgers.put(route, pipeline.ledger()));
    return new SpanledgerStats(
        Ledger.sum(ledgers.values()), ledgers, recorder.repaired(), recorder.failed());
  }

  private Pipeline pipeline(@Nullable String route) {
    Pipeline pipeline = byRoute.get(route == null ? DEFAULT : route);
    if (pipeline == null) {
      throw new IllegalArgumentException(
          "no route is called '" + route + "'; there are " + byRoute.keySet());
    }
    return pipeline;
  }
}
