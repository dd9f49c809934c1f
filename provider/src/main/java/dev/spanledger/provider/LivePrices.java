// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.pricing.Pricing;
import dev.spanledger.schema.TraceReader;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One database's prices, read again every now and then. Where that fails, those read before stay.
 * Thread-safe.
 */
final class LivePrices {
  private static final Logger log = LoggerFactory.getLogger(Spanledger.class);

  private final Pricing pricing = new Pricing();
  private final TraceReader reader;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private final AtomicLong due = new AtomicLong();
  private volatile boolean failing;

  LivePrices(TraceReader reader, Duration interval, LongSupplier nanoTime) {
    this.reader = reader;
    this.intervalNanos = interval.toNanos();
    this.nanoTime = nanoTime;
    reload();
  }

  Pricing pricing() {
    return pricing;
  }

  /** Asks the database; at most once an interval. On the worker: it is what may wait. */
  void reloadIfDue() {
    long at = due.get();
    if (nanoTime.getAsLong() - at >= 0 && due.compareAndSet(at, next())) {
      load();
    }
  }

  /** Asks the database now. */
  void reload() {
    due.set(next());
    load();
  }

  private long next() {
    return nanoTime.getAsLong() + intervalNanos;
  }

  private void load() {
    try {
      pricing.load(reader.prices(), reader.modelAliases());
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        log.warn(
            "spanledger: agent_model_prices and agent_model_aliases cannot be read; the prices known so far hold on",
            e);
      }
      failing = true;
    }
  }
}
