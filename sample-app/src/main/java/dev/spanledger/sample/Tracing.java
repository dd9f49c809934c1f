// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import dev.spanledger.provider.Spanledger;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * All that tracing takes. LangChain4j's AI services need nothing more: {@code
 * spanledger-langchain4j} on the class path traces them, and takes the session from
 * {@code @MemoryId} and the user from the invocation parameter {@code user.id}.
 */
final class Tracing {
  private Tracing() {}

  /**
   * Traces into the application's own database, or into one for the traces alone.
   *
   * @throws SQLException where that one cannot be reached
   */
  static Spanledger start(DatabaseOptions databases, DataSource applicationDataSource)
      throws SQLException {
    Spanledger ledger =
        databases.split()
            ? databases.traces().openLedger()
            : Spanledger.create(applicationDataSource);
    ledger.install();
    return ledger;
  }
}
