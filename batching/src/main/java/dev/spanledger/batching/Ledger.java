// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Where every item went: {@code accepted = stored + queued + spilled + quarantined + dropped}.
 *
 * <p>The equation is exact whenever no offer and no write is under way. What is queued or spilled
 * goes up and down, the rest only grows. Immutable.
 *
 * @param accepted every item ever handed to {@code offer}, dropped ones included
 * @param stored items committed by the writer
 * @param queued items that wait, those of the batch under way included
 * @param queuedBytes bytes of the queued items, as their offers stated them
 * @param spilled items that wait on disk, and are not among the queued
 * @param quarantined items that the writer refused and the quarantine took
 * @param dropped lost items by reason; every reason has an entry
 */
public record Ledger(
    long accepted,
    long stored,
    long queued,
    long queuedBytes,
    long spilled,
    long quarantined,
    Map<DropReason, Long> dropped) {

  /** Nothing has happened yet: the start of a sum. */
  public static final Ledger EMPTY = new Ledger(0, 0, 0, 0, 0, 0, Map.of());

  /** Copies the map, and adds a zero for each reason that it lacks. */
  public Ledger {
    Map<DropReason, Long> complete = new EnumMap<>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      complete.put(reason, dropped.getOrDefault(reason, 0L));
    }
    dropped = Map.copyOf(complete);
  }

  /**
   * Adds up the ledgers of several batchers.
   *
   * @param ledgers any number of them
   * @return their sum
   */
  public static Ledger sum(Collection<Ledger> ledgers) {
    return ledgers.stream().reduce(EMPTY, Ledger::plus);
  }

  /**
   * Adds another batcher's ledger.
   *
   * @param other what to add
   * @return the sum
   */
  public Ledger plus(Ledger other) {
    Map<DropReason, Long> both = new EnumMap<>(dropped);
    other.dropped.forEach((reason, count) -> both.merge(reason, count, Long::sum));
    return new Ledger(
        accepted + other.accepted,
        stored + other.stored,
        queued + other.queued,
        queuedBytes + other.queuedBytes,
        spilled + other.spilled,
        quarantined + other.quarantined,
        both);
  }

  /**
   * Counts the lost items.
   *
   * @return the sum over all reasons
   */
  public long droppedTotal() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Counts the items lost for one reason.
   *
   * @param reason which
   * @return how many, 0 if none
   */
  public long dropped(DropReason reason) {
    return dropped.getOrDefault(reason, 0L);
  }

  /**
   * Checks the equation.
   *
   * @return whether every accepted item is accounted for
   */
  public boolean balanced() {
    return accepted == stored + queued + spilled + quarantined + droppedTotal();
  }

  /** Says the equation in one line, with those drop reasons that occurred, in their order. */
  @Override
  public String toString() {
    Map<DropReason, Long> occurred = new EnumMap<>(dropped);
    occurred.values().removeIf(count -> count == 0);
    return String.format(
        Locale.ROOT,
        "accepted %d = stored %d + queued %d (%d bytes) + spilled %d + quarantined %d + dropped %d%s%s",
        accepted,
        stored,
        queued,
        queuedBytes,
        spilled,
        quarantined,
        droppedTotal(),
        occurred.isEmpty() ? "" : " " + occurred,
        balanced() ? "" : " (in motion)");
  }
}
