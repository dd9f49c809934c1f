// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * What a purge has done.
 *
 * @param traces how many are gone
 * @param spans how many are gone
 * @param contents how many texts are gone that no span names any more
 * @param forgotten how many spans stay without their content
 * @param partitions those that were dropped as a whole
 * @param wide partitions that were not dropped because they have room for what has not expired, as
 *     a default or a weekly one: expired traces were deleted from them
 * @param left what could not be done now and is tried again, for people
 */
public record PurgeReport(
    long traces,
    long spans,
    long contents,
    long forgotten,
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
    return traces == 0
        && spans == 0
        && contents == 0
        && forgotten == 0
        && partitions.isEmpty()
        && left.isEmpty();
  }

  @Override
  public String toString() {
    List<String> done = new ArrayList<>();
    done.add("%d traces, %d spans and %d contents are gone".formatted(traces, spans, contents));
    if (forgotten > 0) {
      done.add(forgotten + " spans stay without content");
    }
    if (!partitions.isEmpty()) {
      done.add("dropped " + String.join(", ", partitions));
    }
    if (!wide.isEmpty()) {
      done.add("not dropped, because wider than what has expired: " + String.join(", ", wide));
    }
    if (!left.isEmpty()) {
      done.add("left for later: " + String.join(", ", left));
    }
    return String.join("; ", done);
  }
}
