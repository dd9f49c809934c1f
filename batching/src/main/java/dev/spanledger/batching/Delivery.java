// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings a batch to the writer until every item of it is settled, or until the batcher gives up.
 *
 * <p>A batch with a bad item is halved, and each half is a batch again, until the bad item is alone
 * and goes to the quarantine. Every good item is stored on the way.
 */
final class Delivery<T> {

  /** Causes may form a circle. */
  private static final int MAX_CAUSES = 20;

  private final BatchWriter<T> writer;
  private final FailureClassifier classifier;
  private final @Nullable Quarantine<T> quarantine;
  private final Settlement<T> settlement;
  private final Closing closing;
  private final Retry retry;
  private final QuietLog log;

  Delivery(AsyncBatcherBuilder<T> settings, Pipeline<T> shared, Retry retry, QuietLog log) {
    this.writer = settings.writer;
    this.classifier = settings.failureClassifier;
    this.quarantine = settings.quarantine;
    this.settlement = shared.settlement;
    this.closing = shared.closing;
    this.retry = retry;
    this.log = log;
  }

  /** Settles the items, oldest first. Those left unsettled at a deadline stay as they are. */
  void deliver(List<Entry<T>> part) {
    while (!part.isEmpty() && mayTry()) {
      Throwable failure = failureOf(() -> writer.write(itemsOf(part)));
      if (failure == null) {
        settlement.stored(part);
        retry.answered();
        return;
      }
      FailureKind kind = kindOf(failure);
      if (kind == FailureKind.ITEM) {
        retry.answered();
        divide(part, failure);
        return;
      }
      retry.await(kind, failure);
    }
  }

  private void divide(List<Entry<T>> part, Throwable cause) {
    int half = part.size() / 2;
    if (half == 0) {
      refuse(part, cause);
    } else {
      deliver(part.subList(0, half));
      deliver(part.subList(half, part.size()));
    }
  }

  private void refuse(List<Entry<T>> one, Throwable cause) {
    if (quarantine == null) {
      settlement.dropped(DropReason.REJECTED, one);
    } else {
      quarantine(quarantine, one, cause);
    }
    log.refused(cause);
  }

  private void quarantine(Quarantine<T> place, List<Entry<T>> one, Throwable cause) {
    while (mayTry()) {
      Throwable failure = failureOf(() -> place.accept(one.get(0).item(), cause));
      if (failure == null) {
        settlement.quarantined(one);
        retry.answered();
        return;
      }
      FailureKind kind = kindOf(failure);
      if (kind != FailureKind.TRANSIENT) {
        settlement.dropped(DropReason.REJECTED, one);
        return;
      }
      retry.await(kind, failure);
    }
  }

  /**
   * Forgets a stray interrupt, which must not fail the next try. In this order: the interrupt of a
   * close comes after its deadline, so it either is still to come or shows as overdue.
   */
  private boolean mayTry() {
    Thread.interrupted();
    return !closing.isOverdue();
  }

  private List<T> itemsOf(List<Entry<T>> part) {
    return part.stream().map(Entry::item).toList();
  }

  /** Runs a try, and lets nothing out. */
  private static @Nullable Throwable failureOf(Attempt attempt) {
    try {
      attempt.run();
      return null;
    } catch (Throwable failure) {
      return failure;
    }
  }

  private FailureKind kindOf(Throwable failure) {
    if (Thread.interrupted() || isInterrupt(failure)) {
      return FailureKind.TRANSIENT;
    }
    try {
      return Objects.requireNonNull(classifier.classify(failure));
    } catch (Throwable broken) {
      return FailureKind.TRANSIENT;
    }
  }

  private static boolean isInterrupt(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof InterruptedException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  @FunctionalInterface
  private interface Attempt {
    void run() throws Exception;
  }
}
