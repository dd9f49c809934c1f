// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prices that a call may have: one, or those of several providers that must agree.
 *
 * @param how it was found, added to the price's reference; empty for an exact match
 */
record Match(List<Schedule> schedules, String how) {
  static final String ALIAS = "#alias";
  static final String NORMALISED = "#normalised";
  static final String REGEX = "#regex";
  static final String ANY_PROVIDER = "#any-provider";

  static Match of(Schedule schedule, String how) {
    return new Match(List.of(schedule), how);
  }

  /** The price at that time; null where there is none, or providers disagree about it. */
  @Nullable Price at(Instant start) {
    if (schedules.size() == 1) {
      return schedules.get(0).at(start);
    }
    return isAgreed(start) ? prices(start).findFirst().orElse(null) : null;
  }

  boolean isAgreed(Instant start) {
    if (schedules.size() == 1) {
      return true;
    }
    List<Price> all = prices(start).toList();
    return all.stream().allMatch(price -> price.agreesWith(all.get(0)));
  }

  private Stream<Price> prices(Instant start) {
    return schedules.stream().map(schedule -> schedule.at(start)).filter(Objects::nonNull);
  }
}
