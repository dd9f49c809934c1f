// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.spanledger.provider.messages.LogMessage;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Log records without a live span: those that came after their span had become a row, and those of
 * spans that were never seen to begin. They wait for a grace, so that what belongs to one span is
 * written together, then amend the row or are dropped. Thread-safe.
 */
final class LateLogs {
  /** A span that goes on, but that nobody told us of: whoever exports it does so after its end. */
  private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

  private final ConcurrentHashMap<Key, Waiting> bySpan = new ConcurrentHashMap<>();
  private final Duration grace;
  private final long mostBytes;
  private final Timer timer;
  private final Sink sink;

  private record Key(String traceId, String spanId) {}

  /** Runs something after a while, once, on some thread; it is short and does not block. */
  @FunctionalInterface
  interface Timer {
    void after(Duration delay, Runnable work);

    /** The thread is the one that the JDK keeps for such things. */
    static Timer ofJdk() {
      return (delay, work) ->
          CompletableFuture.delayedExecutor(delay.toNanos(), NANOSECONDS, Runnable::run)
              .execute(work);
    }
  }

  /** Where records go whose grace is over. */
  @FunctionalInterface
  interface Sink {
    void expired(Waiting waiting);
  }

  /**
   * The late records of one span.
   *
   * @param origin of the span itself, which says what row it became; null where it was never seen
   * @param route of the span's trace, where it is known
   */
  record Waiting(
      String traceId,
      String spanId,
      SpanLogs logs,
      @Nullable SpanLogs origin,
      @Nullable String route) {}

  LateLogs(Duration grace, long mostBytes, Timer timer, Sink sink) {
    this.grace = grace;
    this.mostBytes = mostBytes;
    this.timer = timer;
    this.sink = sink;
  }

  /** A record of a span that is a row by now. */
  SpanLogs.Outcome add(SpanContext span, LiveSpan live, LogMessage message, long bytes) {
    Waiting first = waiting(span, live.logs(), live.route());
    return add(first, grace, message, bytes);
  }

  /**
   * A record of a span that is not known.
   *
   * @param goesOn whether it has not ended yet
   */
  SpanLogs.Outcome add(SpanContext span, boolean goesOn, LogMessage message, long bytes) {
    Waiting first = waiting(span, null, null);
    return add(first, goesOn ? LONGEST_CALL : grace, message, bytes);
  }

  private static Waiting waiting(
      SpanContext span, @Nullable SpanLogs origin, @Nullable String route) {
    return new Waiting(span.getTraceId(), span.getSpanId(), new SpanLogs(), origin, route);
  }

  /** Those that are being taken at the moment take no more: the next of that span begin anew. */
  private SpanLogs.Outcome add(Waiting first, Duration delay, LogMessage message, long bytes) {
    Key key = new Key(first.traceId, first.spanId);
    while (true) {
      Waiting there = bySpan.putIfAbsent(key, first);
      Waiting waiting = there == null ? first : there;
      SpanLogs.Outcome outcome = waiting.logs.add(message, bytes, mostBytes);
      if (outcome == SpanLogs.Outcome.CLOSED) {
        bySpan.remove(key, waiting);
        continue;
      }
      if (there == null) {
        timer.after(delay, () -> expire(key, waiting));
      }
      return outcome;
    }
  }

  /** The records that came before their span was known; null where there are none. */
  @Nullable SpanLogs claim(String traceId, String spanId) {
    if (bySpan.isEmpty()) {
      return null;
    }
    Waiting waiting = bySpan.remove(new Key(traceId, spanId));
    return waiting == null ? null : waiting.logs;
  }

  /** Waits no longer for more records of spans that are rows: somebody wants them written. */
  void hurry() {
    bySpan.forEach(
        (key, waiting) -> {
          if (waiting.origin != null) {
            expire(key, waiting);
          }
        });
  }

  /** Waits no longer for anything. */
  void close() {
    bySpan.forEach(this::expire);
  }

  /** Whoever removes them owns them. */
  private void expire(Key key, Waiting waiting) {
    if (bySpan.remove(key, waiting)) {
      sink.expired(waiting);
    }
  }
}
