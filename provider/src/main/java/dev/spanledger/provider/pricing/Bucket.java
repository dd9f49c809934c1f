// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is counted and has a rate of its own. A call's tokens are in one token bucket each. */
enum Bucket {
  INPUT(null),
  OUTPUT(null),
  CACHE_READ(INPUT),
  /** Kept for five minutes, or for a time that the source did not say. */
  CACHE_WRITE(INPUT),
  CACHE_WRITE_1H(CACHE_WRITE),
  REASONING(OUTPUT),
  AUDIO_INPUT(INPUT),
  AUDIO_OUTPUT(OUTPUT),
  IMAGE_INPUT(INPUT),
  IMAGE_OUTPUT(OUTPUT),
  CALL(null),
  WEB_SEARCH(null),
  FILE_SEARCH(null);

  private final @Nullable Bucket fallback;

  Bucket(@Nullable Bucket fallback) {
    this.fallback = fallback;
  }

  /** Whose rate holds where this bucket has none. */
  @Nullable Bucket fallback() {
    return fallback;
  }

  boolean isToken() {
    return compareTo(CALL) < 0;
  }

  boolean isOutput() {
    return this == OUTPUT || fallback == OUTPUT;
  }

  /** As tables and the catalogue have it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What its rate is for. */
  String unit() {
    return isToken() ? "token" : this == CALL ? "call" : "search";
  }

  static @Nullable Bucket of(String key) {
    for (Bucket bucket : values()) {
      if (bucket.key().equals(key)) {
        return bucket;
      }
    }
    return null;
  }
}
