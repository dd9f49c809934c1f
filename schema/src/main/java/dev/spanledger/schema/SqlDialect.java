// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.Locale;

/** The databases that have a script of their own. */
public enum SqlDialect {
  /** PostgreSQL 14 and later. */
  POSTGRESQL,
  /** SQLite 3.38 and later; the JDBC driver brings its own. */
  SQLITE;

  /** The folder of the scripts, and the file names of SQL examples. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
