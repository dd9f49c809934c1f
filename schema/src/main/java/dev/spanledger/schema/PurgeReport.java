// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.List;

/**
 * What a purge has done.
 *
 * @param traces how many are gone
 * @param spans how many are gone
 * @param contents how many texts are gone that no span names any more
 * @param partitions those that were dropped as a whole
 * @param wide partitions that were not dropped because they have room for what has not expired, as
 *     a default or a weekly one: expired traces were deleted from them
 * @param left what could not be done now and is tried again, for people
 */
public record PurgeReport(
    long traces,
    long spans,
    long contents,
    List<String> partitions,
    List<String> wide,
    List<String> left) {
  public PurgeReport {
    partitions = List.copyOf(partitions);
    wide = List.copyOf(wide);
    left = List.copyOf(left);
  }

  /** Whether there was nothing to do. */
  public boolean isEmpty() {
    return traces == 0 && spans == 0 && contents == 0 && partitions.isEmpty() && left.isEmpty();
  }

  @Override
  public String toString() {
    String done =
        "%d traces, %d spans and %d contents are gone%s"
            .formatted(
                traces,
                spans,
                contents,
                partitions.isEmpty() ? "" : "; dropped " + String.join(", ", partitions));
    return left.isEmpty() ? done : done + "; left for later: " + String.join("; ", left);
  }
}
