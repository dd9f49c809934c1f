// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.TraceReader;
import java.util.List;

/**
 * The runs of one process.
 *
 * @param databases those that hold them
 * @param forgotten how many there were before the oldest that is still known by name
 */
public record RecordedRuns(List<InDatabase> databases, long forgotten) {
  /**
   * Those in one database.
   *
   * @param traceIds in the order in which they began
   */
  public record InDatabase(TraceReader reader, List<String> traceIds) {}

  /** Whether there is nothing to be shown. */
  public boolean isEmpty() {
    return databases.stream().allMatch(database -> database.traceIds().isEmpty());
  }
}
