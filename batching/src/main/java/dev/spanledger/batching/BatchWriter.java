// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.List;

/**
 * Writes a batch where it shall stay, all of it or nothing.
 *
 * <p>It is called on the batcher's worker thread only, never concurrently. After a failure the same
 * items come again, whole or in smaller batches. Where a failure left open whether the batch was
 * committed, items may come twice: a writer makes that harmless, for example with {@code ON
 * CONFLICT DO NOTHING}.
 *
 * @param <T> what is written
 */
@FunctionalInterface
public interface BatchWriter<T> {

  /**
   * Writes all items, or throws and leaves none of them written.
   *
   * <p>A failure's message goes to the log unless the failure is {@link FailureKind#ITEM}, whole if
   * it is {@link FailureKind#SETUP} and else its first line: keep the items' content out of it. A
   * write should have a time limit of its own, since nothing else is written meanwhile.
   *
   * @param batch at least one item, oldest first; unmodifiable
   * @throws Exception if nothing was written; what follows depends on the {@link FailureKind}
   */
  void write(List<T> batch) throws Exception;
}
