// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.util.Map;

/**
 * What became of the log records that describe a step of an agent: {@code accepted = joined + late
 * + waiting + dropped}, exact whenever no record is just being handed over. Records of other
 * events, and those of spans that are not sampled, are not counted.
 *
 * @param accepted how many there were
 * @param joined written with their spans
 * @param late written after their spans, into what those had left open
 * @param waiting for their spans
 * @param dropped by reason; without the reasons that did not occur
 */
public record LogRecordStats(
    long accepted, long joined, long late, long waiting, Map<LogDropReason, Long> dropped) {
  /** Copies the map. */
  public LogRecordStats {
    dropped = Map.copyOf(dropped);
  }

  /** Dropped for any reason. */
  public long droppedTotal() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether every record is accounted for. */
  public boolean balanced() {
    return accepted == joined + late + waiting + droppedTotal();
  }
}
