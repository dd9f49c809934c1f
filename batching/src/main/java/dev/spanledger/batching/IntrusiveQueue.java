// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded queue for many that add and one that takes. What is queued is its own link: adding
 * allocates nothing, takes no lock and needs one atomic exchange. Dmitry Vyukov's algorithm.
 *
 * <p>Adding takes two steps. Between them, what others have added behind is not yet to be seen.
 */
final class IntrusiveQueue<T> {

  /** Keeps the queue from ever being without a link. */
  private final Queued<T> stub = FlushMark.taken();

  private final AtomicReference<Queued<T>> last = new AtomicReference<>(stub);

  /** The next to be taken, or the stub. Touched by whoever takes. */
  private Queued<T> first = stub;

  void add(Queued<T> newest) {
    Queued<T> before = last.getAndSet(newest);
    // Nothing may be thrown in between, a stack overflow either: a write calls nothing.
    before.next = newest;
  }

  /** What was added last and may still be in the queue. */
  Queued<T> last() {
    return requireNonNull(last.get());
  }

  /** Not to be called by two threads at a time. */
  @Nullable Queued<T> poll() {
    Queued<T> oldest = first;
    if (oldest == stub) {
      oldest = stub.next;
      if (oldest == null) {
        return null;
      }
      stub.next = null;
      first = oldest;
    }
    Queued<T> second = oldest.next;
    if (second == null) {
      second = secondAfter(oldest);
      if (second == null) {
        return null;
      }
    }
    first = second;
    oldest.next = null; // What is taken must not keep what comes after it in memory.
    return oldest;
  }

  /** What comes behind one that is in the queue, or the first; null where nothing is to be seen. */
  @Nullable Queued<T> after(@Nullable Queued<T> one) {
    return one == null ? first : one.next;
  }

  /** Puts the stub behind the only one; null while somebody else is about to add behind it. */
  private @Nullable Queued<T> secondAfter(Queued<T> only) {
    if (last.get() == only) {
      add(stub);
    }
    return only.next;
  }

  /** Whether there is nothing to take. Called by whoever takes. */
  boolean isEmpty() {
    return first == stub && stub.next == null;
  }
}
