// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.messages.LogMessage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The log records that belong to one span, until the span becomes a row. Thread-safe, and without a
 * lock.
 */
final class SpanLogs {
  private static final int MOST_RECORDS = 4_096;
  private static final Entry CLOSED = new Entry(null, 0, -1, null);

  /** Of all spans that were dropped before there were any: takes none. */
  static final SpanLogs NONE = none();

  private final AtomicReference<@Nullable Entry> last = new AtomicReference<>();
  private volatile boolean queued;
  private volatile @Nullable Stored stored;

  /** The record that came last, with all before it and their sums. */
  private record Entry(
      @Nullable LogMessage message, long bytes, int count, @Nullable Entry before) {}

  /** What became of a record. */
  enum Outcome {
    ADDED,
    FULL,
    CLOSED
  }

  /** What a late record must know of the row that its span became. */
  record Stored(Instant startTime, String kind) {}

  /** All records in the order of their arrival, and what they took. */
  record Taken(List<LogMessage> messages, long bytes) {
    static final Taken NOTHING = new Taken(List.of(), 0);
  }

  private static SpanLogs none() {
    SpanLogs none = new SpanLogs();
    none.close();
    return none;
  }

  /** Adds the record, unless all together would take more than so many bytes. */
  Outcome add(LogMessage message, long bytes, long mostBytes) {
    while (true) {
      Entry before = last.get();
      if (before != null && before.count < 0) {
        return Outcome.CLOSED;
      }
      long sum = bytes + (before == null ? 0 : before.bytes);
      int count = 1 + (before == null ? 0 : before.count);
      if (sum > mostBytes || count > MOST_RECORDS) {
        return Outcome.FULL;
      }
      if (last.compareAndSet(before, new Entry(message, sum, count, before))) {
        return Outcome.ADDED;
      }
    }
  }

  /** Without closing: more may come. */
  Taken soFar() {
    return taken(last.get());
  }

  /** Takes all there are; what comes from now on is late. */
  Taken close() {
    return taken(last.getAndSet(CLOSED));
  }

  private static Taken taken(@Nullable Entry newest) {
    if (newest == null) {
      return Taken.NOTHING;
    }
    Deque<LogMessage> messages = new ArrayDeque<>();
    for (Entry entry = newest; entry != null; entry = entry.before) {
      if (entry.message != null) {
        messages.addFirst(entry.message);
      }
    }
    return new Taken(List.copyOf(messages), newest.bytes);
  }

  /** The span has ended and waits to become a row. */
  void queued() {
    queued = true;
  }

  boolean isQueued() {
    return queued;
  }

  void becomes(Stored row) {
    stored = row;
  }

  /** Null until the span is a row, and for ever where it was dropped. */
  @Nullable Stored stored() {
    return stored;
  }
}
