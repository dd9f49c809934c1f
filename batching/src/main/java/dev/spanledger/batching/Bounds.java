// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.time.Duration;

/** Refuses knobs that are out of bounds. */
final class Bounds {

  static final Duration MILLISECOND = Duration.ofMillis(1);
  static final Duration HOUR = Duration.ofHours(1);

  private Bounds() {}

  static long check(String knob, long value, long min, long max) {
    if (value < min || value > max) {
      throw refusal(knob, value, min, max);
    }
    return value;
  }

  /** Checks a duration between the given one and an hour. */
  static Duration check(String knob, Duration value, Duration min) {
    if (value.compareTo(min) < 0 || value.compareTo(HOUR) > 0) {
      throw refusal(knob, value, min, HOUR);
    }
    return value;
  }

  private static IllegalArgumentException refusal(
      String knob, Object value, Object min, Object max) {
    return new IllegalArgumentException(
        knob + " must be between " + min + " and " + max + ", but was " + value);
  }
}
