// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What counting usage has done.
 *
 * @param hours how many hours with spans were counted for the first time
 * @param recounted how many were counted again, because spans came late or changed
 * @param left how many hours are still to be counted
 * @param frozenBefore hours of UTC days before this one were not counted again, because spans of
 *     theirs are gone; null where there were none of those
 */
public record RollupReport(
    long hours, long recounted, long left, @Nullable LocalDate frozenBefore) {
  static final RollupReport NONE = new RollupReport(0, 0, 0, null);

  RollupReport counted(boolean any) {
    return new RollupReport(hours + (any ? 1 : 0), recounted, left, frozenBefore);
  }

  RollupReport recounted(long nowLeft) {
    return new RollupReport(hours, recounted + 1, nowLeft, frozenBefore);
  }

  RollupReport frozen(LocalDate before, long nowLeft) {
    return new RollupReport(hours, recounted, nowLeft, before);
  }

  RollupReport left(long hoursLeft) {
    return new RollupReport(hours, recounted, hoursLeft, frozenBefore);
  }

  /** Whether there was nothing to do. */
  public boolean isEmpty() {
    return equals(NONE);
  }

  @Override
  public String toString() {
    String done = "%d hours counted, %d counted again".formatted(hours, recounted);
    return done
        + (frozenBefore == null ? "" : "; left as they are before " + frozenBefore)
        + (left == 0 ? "" : "; left for later: %d hours".formatted(left));
  }
}
