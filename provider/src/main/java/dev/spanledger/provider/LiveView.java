// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.net.URI;

/**
 * Shows what a ledger records while it does: the setting {@code tracing.online}. Found by the
 * service loader; {@code spanledger-export} has one over {@code spanledger-viewer}.
 */
public interface LiveView {
  /** Begins to show it. What it throws does not concern the ledger. */
  Opened open(Spanledger ledger);

  /** One that is open. */
  interface Opened extends AutoCloseable {
    /** Where to look, for whoever may. */
    URI address();

    @Override
    void close();
  }
}
