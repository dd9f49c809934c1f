// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import org.jspecify.annotations.Nullable;

/**
 * A span above the one that is described, as far as it is known: what it states while it lives, and
 * afterwards a few facts of it under the names of the attributes that state them.
 */
public interface Ancestor {
  /** The value of an attribute by its name; null where it is not set, or not known any more. */
  @Nullable Object attribute(String name);

  /** Null for a root, and where it is not known. */
  @Nullable Ancestor parent();
}
