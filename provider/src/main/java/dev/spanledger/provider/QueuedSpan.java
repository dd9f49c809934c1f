// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.SpanRow;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A span on its way to the worker. Becomes a row there, once, however often the batch is tried. */
final class QueuedSpan {
  private final @Nullable LiveSpan live;
  private final Instant receivedAt;

  private @Nullable SpanData span;
  private @Nullable SpanRow row;

  QueuedSpan(SpanData span, @Nullable LiveSpan live, Instant receivedAt) {
    this.span = span;
    this.live = live;
    this.receivedAt = receivedAt;
  }

  /** Called by one thread at a time; hand-over through the queue orders the calls. */
  SpanRow row(SpanRecorder recorder) {
    SpanData unrecorded = span;
    if (unrecorded != null) {
      SpanRow recorded = recorder.record(unrecorded, live, receivedAt);
      if (live != null) {
        live.recorded(recorded);
      }
      row = recorded;
      span = null;
    }
    return Objects.requireNonNull(row);
  }

  /** It will not be stored: descendants that wait must not keep it in memory. */
  void dropped() {
    if (live != null) {
      live.dropped();
    }
  }
}
