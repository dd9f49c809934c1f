// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prepares items for the writer, in the order in which they were offered: those of the batch in
 * hand, and while that is written, those that come next. So the worker's processor and the
 * database's work at the same time. Used by the worker only.
 */
final class Preparation<T> {
  /** Prepared items may be larger than they were; two batches keep the writer busy. */
  private static final int BATCHES_AHEAD = 2;

  /** Who offers does not wake a worker that waits for the writer. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final @Nullable Consumer<? super T> preparing;
  private final Source<T> source;
  private final int mostAhead;
  private int ahead;

  Preparation(AsyncBatcherBuilder<T> settings, Source<T> source) {
    this.preparing = settings.preparation;
    this.source = source;
    this.mostAhead = BATCHES_AHEAD * settings.effectiveBatchItems();
  }

  void prepare(List<Entry<T>> batch) {
    batch.forEach(this::prepare);
    ahead = 0;
    source.lookFromFirst();
  }

  /** Prepares one more; says how many nanoseconds later there may be another. */
  long prepareNext() {
    if (preparing == null || ahead == mostAhead) {
      return Long.MAX_VALUE;
    }
    Entry<T> next = source.lookAhead();
    if (next == null) {
      return LOOK_NANOS;
    }
    ahead++;
    prepare(next);
    return 0;
  }

  private void prepare(Entry<T> entry) {
    if (preparing == null || entry.prepared) {
      return;
    }
    entry.prepared = true;
    try {
      preparing.accept(entry.item());
    } catch (Throwable failure) {
      // The writer meets the item as it is, and says what is wrong with it.
    }
  }
}
