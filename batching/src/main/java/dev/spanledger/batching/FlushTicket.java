// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One call of flush. It waits at a mark behind every item offered before the call. */
final class FlushTicket<T> {

  final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

  /** Drops that earlier flushes have answered for. */
  final long reportedDrops;

  /** Drops by offers that had returned when flush was called. */
  final long dropsAtOffer;

  /** Where it stands in the queue; null where it never had to wait. */
  volatile @Nullable FlushMark<T> mark;

  /** The next ticket of the same mark or batch: a chain, as adding to it must not allocate. */
  @Nullable FlushTicket<T> next;

  /** Whether everything before it is on disk for good, or settled. */
  volatile boolean safe;

  FlushTicket(long reportedDrops, long dropsAtOffer) {
    this.reportedDrops = reportedDrops;
    this.dropsAtOffer = dropsAtOffer;
  }
}
