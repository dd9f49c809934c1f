// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.testkit.databases.TestDatabase;

/** Opens tests' databases. */
public final class Ledgers {
  private Ledgers() {}

  /** As commands that read do. */
  public static Ledger reading(TestDatabase database) {
    Address address = Address.of(database.jdbcUrl(), database.user(), database.password());
    return Ledger.reading(address, null);
  }
}
