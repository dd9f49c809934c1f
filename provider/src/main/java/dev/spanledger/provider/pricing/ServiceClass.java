// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How fast a provider serves, where that has a price. What nobody states is standard. */
enum ServiceClass {
  STANDARD,
  BATCH,
  FLEX,
  PRIORITY;

  private static final Set<String> STANDARD_NAMES =
      Set.of("default", "auto", "on_demand", "on-demand", "standard_only");

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Null for a class that has no prices here. */
  static @Nullable ServiceClass of(@Nullable String stated) {
    String tier = stated == null ? "default" : stated.trim().toLowerCase(Locale.ROOT);
    if (STANDARD_NAMES.contains(tier)) {
      return STANDARD;
    }
    for (ServiceClass service : values()) {
      if (service.key().equals(tier)) {
        return service;
      }
    }
    return null;
  }
}
