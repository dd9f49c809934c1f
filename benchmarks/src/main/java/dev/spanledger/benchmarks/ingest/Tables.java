// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import java.sql.SQLException;
import javax.sql.DataSource;

/** Our tables in one database, and those beside them that the references write. */
interface Tables extends AutoCloseable {
  /** A pool of connections to a database whose tables of ours are there and empty. */
  DataSource emptied() throws SQLException;

  /** Writes out what was done so far, so that what comes next does not pay for it. */
  void settle() throws SQLException;

  /** Fails unless so many spans are stored and counted. */
  void requireOurs(long spans) throws SQLException;

  @Override
  void close();
}
