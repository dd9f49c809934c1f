// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.util.List;

/**
 * What earlier processes have left.
 *
 * @param runs all whole records, oldest first
 * @param damaged how many records are not whole
 */
public record Adopted(List<Run> runs, int damaged) {

  /** How many whole records there are. */
  public long count() {
    return runs.stream().mapToLong(Run::count).sum();
  }
}
