// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A span as the rules of the conventions ask it: the one described, or one above it. */
interface SpanView {
  /** Empty where only the attributes are known. */
  String name();

  /** The instrumentation scope's name; empty where it is not known. */
  String scope();

  /** What {@link KindRules} made of it; OTHER while that is not decided. */
  String kind();

  /** CLIENT, SERVER, …; INTERNAL where it is not known. */
  String otelKind();

  @Nullable Object attribute(String key);

  /** The attributes' names; none where they cannot be listed. */
  Set<String> keys();

  /** Of the last event of this name; null where there is none. */
  @Nullable Object eventAttribute(String event, String key);

  /** Null for a root, and where it is not known. */
  @Nullable AncestorView parent();

  default boolean hasPrefix(String prefix) {
    for (String key : keys()) {
      if (key.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  default boolean hasAny(Set<String> names) {
    for (String name : names) {
      if (has(name)) {
        return true;
      }
    }
    return false;
  }

  default boolean has(String key) {
    return attribute(key) != null;
  }

  default @Nullable String text(String key) {
    return Normalise.text(attribute(key));
  }
}
