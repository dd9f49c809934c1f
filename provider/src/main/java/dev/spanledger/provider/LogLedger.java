// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Accounts for every log record that was taken, and bounds the memory of those that wait: each
 * counts its bytes from when it is taken until it is with its span in the queue. Thread-safe.
 */
final class LogLedger {
  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong joined = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final AtomicLong waiting = new AtomicLong();
  private final Map<LogDropReason, AtomicLong> dropped = new EnumMap<>(LogDropReason.class);

  LogLedger(long maxBytes) {
    this.maxBytes = maxBytes;
    for (LogDropReason reason : LogDropReason.values()) {
      dropped.put(reason, new AtomicLong());
    }
  }

  /** Takes a record, if there is room for it. */
  boolean admit(long size) {
    accepted.incrementAndGet();
    if (bytes.addAndGet(size) > maxBytes) {
      bytes.addAndGet(-size);
      count(LogDropReason.BUFFER_FULL, 1);
      return false;
    }
    waiting.incrementAndGet();
    return true;
  }

  /** Gives memory back: the records are elsewhere. */
  void release(long size) {
    bytes.addAndGet(-size);
  }

  void joined(int records) {
    waiting.addAndGet(-records);
    joined.addAndGet(records);
  }

  void late(int records) {
    waiting.addAndGet(-records);
    late.addAndGet(records);
  }

  void dropped(LogDropReason reason, int records) {
    waiting.addAndGet(-records);
    count(reason, records);
  }

  /** How much memory the records take that are not with a span in a queue. */
  long bytes() {
    return bytes.get();
  }

  LogRecordStats stats() {
    Map<LogDropReason, Long> drops = new EnumMap<>(LogDropReason.class);
    dropped.forEach(
        (reason, count) -> {
          if (count.get() > 0) {
            drops.put(reason, count.get());
          }
        });
    return new LogRecordStats(accepted.get(), joined.get(), late.get(), waiting.get(), drops);
  }

  private void count(LogDropReason reason, int records) {
    Objects.requireNonNull(dropped.get(reason)).addAndGet(records);
  }
}
