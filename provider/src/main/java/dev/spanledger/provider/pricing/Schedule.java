// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's prices over time. Of those that hold at an instant, the last in the list is the one.
 */
record Schedule(List<Window> windows) {
  /** The price that holds then; null where none does. */
  @Nullable Price at(Instant start) {
    for (int i = windows.size() - 1; i >= 0; i--) {
      if (windows.get(i).holds(start)) {
        return windows.get(i).price();
      }
    }
    return null;
  }

  /**
   * When a price holds.
   *
   * @param from from then on
   * @param to until just before; never ending at {@link Instant#MAX}
   * @param dayFrom every day from then on, UTC
   * @param dayTo every day until just before; null for the end of the day
   */
  record Window(
      Instant from, Instant to, LocalTime dayFrom, @Nullable LocalTime dayTo, Price price) {
    static Window always(Price price) {
      return between(Instant.MIN, Instant.MAX, price);
    }

    static Window between(Instant from, Instant to, Price price) {
      return new Window(from, to, LocalTime.MIN, null, price);
    }

    boolean holds(Instant start) {
      LocalTime time = LocalTime.ofInstant(start, ZoneOffset.UTC);
      return !start.isBefore(from)
          && start.isBefore(to)
          && !time.isBefore(dayFrom)
          && (dayTo == null || time.isBefore(dayTo));
    }
  }
}
