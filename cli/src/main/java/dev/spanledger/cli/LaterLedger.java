// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import org.jspecify.annotations.Nullable;

/** Opens a database when it is first asked for, and again where that failed. Thread-safe. */
final class LaterLedger {
  private final Address address;
  private final @Nullable String schemaName;
  private @Nullable Ledger opened;

  LaterLedger(Address address, @Nullable String schemaName) {
    this.address = address;
    this.schemaName = schemaName;
  }

  synchronized Ledger get() {
    Ledger ledger = opened == null ? Ledger.reading(address, schemaName) : opened;
    opened = ledger;
    return ledger;
  }
}
