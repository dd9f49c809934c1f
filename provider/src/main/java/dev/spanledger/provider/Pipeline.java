// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.batching.AsyncBatcher;
import dev.spanledger.batching.FailureKind;
import dev.spanledger.batching.Ledger;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.SqlFailure;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One database with a queue and a worker of its own: however slow it is, no other database waits
 * for it. Thread-safe.
 */
final class Pipeline {
  private final SpanRecorder recorder;
  private final TraceReader reader;
  private final AsyncBatcher<QueuedSpan> batcher;
  private final long maxSpanBytes;

  Pipeline(String name, TraceSchema schema, SpanRecorder recorder, Settings settings) {
    this.recorder = recorder;
    this.reader = schema.reader();
    this.maxSpanBytes = settings.maxSpanBytes();
    SpanWriter writer = schema.writer();
    this.batcher =
        settings
            .tune(AsyncBatcher.<QueuedSpan>builder(name, batch -> write(writer, batch)))
            .failureClassifier(failure -> kind(SqlFailure.of(failure)))
            .quarantine((span, cause) -> writer.quarantine(span.row(recorder), cause))
            .build();
  }

  /** Takes the span or drops it, and counts either way; never waits. Says whether it was taken. */
  boolean offer(SpanData span, @Nullable LiveSpan live, Instant receivedAt) {
    QueuedSpan queued = new QueuedSpan(span, live, receivedAt);
    long bytes = SpanSize.of(span).bytes();
    if (bytes > maxSpanBytes) {
      // Cut here and now: the queue must not hold what will not be stored.
      bytes = Math.min(maxSpanBytes, SpanSize.of(queued.row(recorder)));
    }
    boolean taken = batcher.offer(queued, bytes) == null;
    if (!taken) {
      queued.dropped();
    }
    return taken;
  }

  TraceReader reader() {
    return reader;
  }

  Ledger ledger() {
    return batcher.ledger();
  }

  CompletableFuture<Boolean> flush() {
    return batcher.flushAsync();
  }

  boolean close(Duration timeout) {
    return batcher.close(timeout);
  }

  private void write(SpanWriter writer, List<QueuedSpan> batch) throws SQLException {
    List<SpanRow> rows = new ArrayList<>(batch.size());
    for (QueuedSpan span : batch) {
      rows.add(span.row(recorder));
    }
    writer.write(rows);
  }

  private static FailureKind kind(SqlFailure failure) {
    return switch (failure) {
      case TRANSIENT -> FailureKind.TRANSIENT;
      case ROW -> FailureKind.ITEM;
      case SETUP -> FailureKind.SETUP;
    };
  }
}
