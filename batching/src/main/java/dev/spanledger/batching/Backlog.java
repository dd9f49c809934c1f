// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import dev.spanledger.batching.spill.Adopted;
import dev.spanledger.batching.spill.Journal;
import dev.spanledger.batching.spill.Reading;
import dev.spanledger.batching.spill.Run;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the spilling thread hands over to the worker: items in memory, runs of items that are on
 * disk only, and marks of flushes, in the order of their offers. Before all of them comes what
 * earlier processes have left.
 *
 * <p>The worker reads the runs, and keeps the journal in order. The lock is held for the list
 * alone: nobody waits for the disk in it.
 */
final class Backlog<T> implements Source<T> {

  private static final long ADOPTION_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Journal journal;
  private final SpillFormat<T> format;
  private final Settlement<T> settlement;
  private final SpillLog log;
  private final Time time;

  // Under the lock of this: entries, marks and runs, how many of them are runs, and whether the
  // worker is at one that is no longer among them.
  private Deque<Object> pieces = new ArrayDeque<>();

  private int runs;
  private boolean isReading;

  // The worker's own.
  private @Nullable Reading reading;
  private long readingSinceNanos;
  private boolean hasAdopted;
  private long adoptedNanos;

  /** What is on disk only, and since when the first of it has waited. */
  private record Stretch(Run run, long sinceNanos) {}

  Backlog(
      Journal journal, SpillFormat<T> format, Settlement<T> settlement, SpillLog log, Time time) {
    this.journal = journal;
    this.format = format;
    this.settlement = settlement;
    this.log = log;
    this.time = time;
  }

  synchronized void add(Queued<T> queued) {
    pieces.add(queued);
  }

  /** Adds what is on disk only, and since when the first of it has waited. */
  synchronized void add(Run run, long sinceNanos) {
    if (pieces.peekLast() instanceof Stretch last && last.run.endsAt(run)) {
      pieces.removeLast();
      pieces.add(new Stretch(last.run.and(run), last.sinceNanos));
    } else {
      pieces.add(new Stretch(run, sinceNanos));
      runs++;
    }
  }

  /** Whether something is on disk only that the worker has not read yet. */
  synchronized boolean hasUnread() {
    return runs > 0 || isReading;
  }

  @Override
  public synchronized boolean isEmpty() {
    return pieces.isEmpty() && !isReading;
  }

  @Override
  public @Nullable Queued<T> poll() {
    adoptIfDue();
    if (settlement.wasAnythingDone()) {
      journal.sweep();
    }
    while (true) {
      Queued<T> read = readNext();
      if (read != null) {
        return read;
      }
      Object piece = next();
      if (piece instanceof Stretch stretch) {
        reading = journal.read(stretch.run);
        readingSinceNanos = stretch.sinceNanos;
      } else {
        return queued(piece);
      }
    }
  }

  private synchronized @Nullable Object next() {
    Object piece = pieces.poll();
    if (piece instanceof Stretch) {
      runs--;
      isReading = true;
    }
    return piece;
  }

  @SuppressWarnings("unchecked")
  private @Nullable Queued<T> queued(@Nullable Object piece) {
    return (Queued<T>) piece;
  }

  private @Nullable Queued<T> readNext() {
    Reading current = reading;
    while (current != null) {
      byte[] bytes = current.next();
      Queued<T> entry = bytes == null ? null : decoded(bytes, current);
      if (current.isOver()) {
        end(current);
        current = null;
      }
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  private @Nullable Queued<T> decoded(byte[] bytes, Reading from) {
    try {
      T item = format.decode(bytes);
      return Journaled.readBack(
          item, bytes.length, readingSinceNanos, from.segment(), from.ordinal());
    } catch (RuntimeException e) {
      log.cannotDecode(e);
      journal.putAside(from.segment());
      settlement.missing(from.segment(), 1);
      return null;
    }
  }

  private void end(Reading current) {
    if (current.missing() > 0) {
      settlement.missing(current.segment(), current.missing());
    }
    reading = null;
    synchronized (this) {
      isReading = false;
    }
  }

  /** At first, and whenever there has been nothing to do for a while. */
  private void adoptIfDue() {
    if (hasAdopted && (time.nanos() - adoptedNanos < ADOPTION_NANOS || !isEmpty())) {
      return;
    }
    hasAdopted = true;
    adoptedNanos = time.nanos();
    try {
      Adopted adopted = journal.adopt();
      settlement.adopted(adopted);
      log.adopted(adopted);
      addFirst(adopted.runs());
    } catch (IOException e) {
      log.cannotAdopt(e);
    }
  }

  private synchronized void addFirst(List<Run> adopted) {
    Deque<Object> all = new ArrayDeque<>();
    adopted.forEach(run -> all.add(new Stretch(run, adoptedNanos)));
    all.addAll(pieces);
    pieces = all;
    runs += adopted.size();
  }

  /** Answers the flushes that are still to be reached. Any thread. */
  void answer(FlushTickets<T> tickets) {
    List<Object> all;
    synchronized (this) {
      all = List.copyOf(pieces);
    }
    for (Object piece : all) {
      if (piece instanceof FlushMark<?>) {
        tickets.resolveAll(mark(piece).take());
      }
    }
  }

  @SuppressWarnings("unchecked")
  private FlushMark<T> mark(Object piece) {
    return (FlushMark<T>) piece;
  }

  /** Takes out flushes that have their answer: there may be very many of them. */
  synchronized void forgetAnswered() {
    List<Object> all = new ArrayList<>(pieces);
    pieces.clear();
    runs = 0;
    for (Object piece : all) {
      if (piece instanceof Stretch stretch) {
        add(stretch.run, stretch.sinceNanos);
      } else if (!(piece instanceof FlushMark<?> mark) || !mark.forgetAnswered()) {
        pieces.add(piece);
      }
    }
  }
}
