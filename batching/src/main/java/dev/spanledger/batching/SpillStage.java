// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import dev.spanledger.batching.spill.Journal;
import dev.spanledger.batching.spill.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread between the queue and the worker, where there is a spill directory: it writes each
 * item to disk within milliseconds, and only then hands it over. So the disk has everything that is
 * not committed. Up to half of the queue's bounds stay in memory for the worker; what is beyond is
 * on disk only, and so is whatever comes later, until the worker has read it.
 *
 * <p>What the disk does not take stays in memory as without a spill directory. Nothing that is
 * thrown ends the thread.
 */
final class SpillStage<T> implements Runnable {

  /** Together with the time that encoding takes, less than the 20 ms that are promised. */
  private static final long GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** When all is done, the file need not stay. */
  private static final long TIDYING_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long LINKING_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SURVIVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int CHUNK_ITEMS = 256;
  private static final long CHUNK_BYTES = 1 << 18;

  private final Pipeline<T> shared;
  private final Spill<T> spill;
  private final SpillFormat<T> format;
  private final Journal journal;
  private final Time time;
  private final int mostHeld;
  private final long mostHeldBytes;

  /** What has left the queue, and how much of that is handed over. */
  private final List<Entry<T>> taken = new ArrayList<>(CHUNK_ITEMS);

  private int handedOver;

  /** Flushes that come after them. */
  private @Nullable FlushMark<T> behind;

  private boolean diskFails;
  private long failedNanos;

  SpillStage(AsyncBatcherBuilder<T> settings, Pipeline<T> shared, Spill<T> spill) {
    this.shared = shared;
    this.spill = spill;
    this.format = spill.format;
    this.journal = spill.journal;
    this.time = settings.time;
    this.mostHeld = Math.max(1, settings.maxQueueItems / 2);
    this.mostHeldBytes = settings.maxQueueBytes / 2;
  }

  @Override
  public void run() {
    while (!shared.closing.isOver()) {
      try {
        turn();
      } catch (Throwable failure) {
        survive(failure);
      }
    }
    spill.end();
  }

  private void turn() {
    boolean any = false;
    while (take()) {
      handOver();
      any = true;
    }
    if (shared.closing.isRequested()) {
      drain();
    } else if (any) {
      time.pause(GATHERING_NANOS);
    } else {
      journal.rest();
      rest();
    }
  }

  /** Says whether there is anything. */
  private boolean take() {
    long bytes = 0;
    while (behind == null && taken.size() < CHUNK_ITEMS && bytes < CHUNK_BYTES) {
      Queued<T> next = shared.queue.poll();
      if (next == null) {
        break;
      } else if (next instanceof Entry<T> entry) {
        taken.add(entry);
        bytes += entry.bytes;
      } else if (next instanceof FlushMark<T> mark) {
        behind = mark;
      }
    }
    return !taken.isEmpty() || behind != null;
  }

  private void handOver() {
    while (handedOver < taken.size()) {
      List<byte[]> records = encode();
      Run run = records.isEmpty() ? null : append(records);
      if (run == null) {
        pass(Math.max(1, records.size()));
      } else {
        pass(run, records);
      }
    }
    taken.clear();
    handedOver = 0;
    shared.workerWakeup.itemQueued();
    if (behind != null) {
      spill.pass(behind);
      behind = null;
    }
  }

  /**
   * The next items as bytes, up to one that cannot be had as such, and not for longer than the disk
   * may wait for the first.
   */
  private List<byte[]> encode() {
    List<byte[]> records = new ArrayList<>(taken.size());
    long start = time.nanos();
    for (int i = handedOver; i < taken.size() && !isPausing(); i++) {
      if (!records.isEmpty() && time.nanos() - start > GATHERING_NANOS) {
        break;
      }
      try {
        records.add(format.encode(taken.get(i).item()));
      } catch (RuntimeException | Error e) {
        spill.log.cannotEncode(e);
        break;
      }
    }
    return records;
  }

  private boolean isPausing() {
    return diskFails && time.nanos() - failedNanos < RETRY_NANOS;
  }

  private @Nullable Run append(List<byte[]> records) {
    try {
      Run run = journal.append(records);
      diskFails = false;
      spill.appended();
      return run;
    } catch (IOException e) {
      diskFails = true;
      failedNanos = time.nanos();
      spill.log.cannotAppend(e);
      return null;
    }
  }

  /** The next items stay in memory only. */
  private void pass(int items) {
    for (int i = 0; i < items; i++) {
      Entry<T> entry = taken.get(handedOver);
      shared.settlement.passed(entry);
      spill.backlog.add(entry);
      handedOver++;
    }
  }

  /** The next items are on disk: those for which there is room stay in memory, too. */
  private void pass(Run run, List<byte[]> records) {
    Run rest = run;
    for (byte[] record : records) {
      Entry<T> entry = taken.get(handedOver);
      if (!mayHold(entry)) {
        passOnDiskOnly(rest);
        return;
      }
      Journaled<T> journaled = Journaled.of(entry, rest.segment(), rest.ordinal());
      shared.settlement.passed(journaled);
      spill.backlog.add(journaled);
      handedOver++;
      rest = rest.behind(record);
    }
  }

  private void passOnDiskOnly(Run run) {
    long bytes = 0;
    for (int i = 0; i < run.count(); i++) {
      bytes += taken.get(handedOver + i).bytes;
    }
    shared.settlement.spilled(run.count(), bytes);
    spill.backlog.add(run, taken.get(handedOver).offeredNanos);
    handedOver += run.count();
  }

  /** While the worker has to read older ones from disk, it could not keep the order otherwise. */
  private boolean mayHold(Entry<T> entry) {
    return !spill.backlog.hasUnread() && shared.settlement.mayPass(entry, mostHeld, mostHeldBytes);
  }

  private void rest() {
    shared.wakeup.announce(Wakeup.Wait.FIRST_ITEM);
    if (shared.queue.isEmpty() && !shared.closing.isRequested()) {
      time.pause(journal.bytes() > 0 ? TIDYING_NANOS : IDLE_NANOS);
    }
    shared.wakeup.awake();
  }

  /** An offer that came before the close may be about to queue its item. */
  private void drain() {
    if (!spill.isDrained() && shared.settlement.hasAllPassed() && shared.queue.isEmpty()) {
      spill.drained();
    }
    time.pause(LINKING_NANOS);
  }

  private void survive(Throwable failure) {
    try {
      spill.log.survived(failure);
      time.pause(SURVIVAL_NANOS);
    } catch (Throwable again) {
      // Whatever it was, what was taken is still there.
    }
  }
}
