// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import org.jspecify.annotations.Nullable;

/** A span above the one that is described, as far as it is known. */
public interface Ancestor {
  /** What it has said by now, while it lives; afterwards, what is remembered of it. */
  Said said();

  /** Null for a root, and where it is not known. */
  @Nullable Ancestor parent();
}
