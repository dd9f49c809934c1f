// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/**
 * How PostgreSQL keeps spans and contents; SQLite has plain tables either way. Decided when the
 * tables are created.
 */
public enum Partitioning {
  /** One partition a UTC day: retention drops whole days, and a time range reads only its days. */
  DAILY,
  /** Plain tables. */
  NONE
}
