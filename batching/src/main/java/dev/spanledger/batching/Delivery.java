// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.time.Duration;
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
  private final Attempts attempts;
  private final Pace pace = new Pace();
  private final FailureClassifier classifier;
  private final @Nullable Quarantine<T> quarantine;
  private final Settlement<T> settlement;
  private final Closing closing;
  private final Retry retry;
  private final QuietLog log;
  private final WriteObserver observer;
  private final Time time;

  Delivery(
      AsyncBatcherBuilder<T> settings,
      Pipeline<T> shared,
      Attempts attempts,
      Retry retry,
      QuietLog log) {
    this.writer = settings.writer;
    this.attempts = attempts;
    this.classifier = settings.failureClassifier;
    this.quarantine = settings.quarantine;
    this.settlement = shared.settlement;
    this.closing = shared.closing;
    this.retry = retry;
    this.log = log;
    this.observer = settings.writeObserver;
    this.time = settings.time;
  }

  /** Settles the items, oldest first. Those left unsettled at a deadline stay as they are. */
  void deliver(List<Entry<T>> items) {
    List<Entry<T>> rest = items;
    while (!rest.isEmpty() && mayTry()) {
      List<Entry<T>> part = rest.subList(0, pace.of(rest.size()));
      if (isSettled(part)) {
        rest = rest.subList(part.size(), rest.size());
      }
    }
  }

  /** Tries once, and waits where that failed. Says whether the part need not be tried again. */
  private boolean isSettled(List<Entry<T>> part) {
    List<T> items = itemsOf(part);
    long begin = time.nanos();
    Attempt attempt = attempts.run(() -> writer.write(items));
    Throwable failure = attempt.failure();
    FailureKind kind = failure == null ? null : kindOf(attempt, failure);
    observed(time.nanos() - begin, items.size(), kind);
    if (failure == null || kind == null) {
      settlement.stored(part);
      retry.answered();
      pace.kept();
      return true;
    }
    if (kind == FailureKind.ITEM) {
      retry.answered();
      divide(part, failure);
      return true;
    }
    if (kind == FailureKind.TIMEOUT) {
      pace.tookTooLong(part.size());
    }
    retry.await(kind, failure);
    return false;
  }

  private void observed(long nanos, int items, @Nullable FailureKind kind) {
    try {
      observer.tried(Duration.ofNanos(nanos), items, kind);
    } catch (Throwable e) {
      // The items matter more than who looks on.
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
      Attempt attempt = attempts.run(() -> place.accept(one.get(0).item(), cause));
      Throwable failure = attempt.failure();
      if (failure == null) {
        settlement.quarantined(one);
        retry.answered();
        return;
      }
      FailureKind kind = kindOf(attempt, failure);
      if (kind == FailureKind.ITEM || kind == FailureKind.SETUP) {
        settlement.dropped(DropReason.REJECTED, one);
        return;
      }
      retry.await(kind, failure);
    }
  }

  private boolean mayTry() {
    return !closing.isOverdue();
  }

  private List<T> itemsOf(List<Entry<T>> part) {
    return part.stream().map(Entry::item).toList();
  }

  private FailureKind kindOf(Attempt attempt, Throwable failure) {
    if (failure instanceof WriteTimeout) {
      return FailureKind.TIMEOUT;
    }
    if (attempt.wasInterrupted() || isInterrupt(failure)) {
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
}
