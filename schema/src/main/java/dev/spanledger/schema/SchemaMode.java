// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/** What opening a database may do about its tables. */
public enum SchemaMode {
  /**
   * Create what is missing. Where the tables exist, no DDL is run, so that a role without the right
   * to it works.
   */
  CREATE,
  /** Fail, naming the script to apply, where a table or column is missing. */
  VALIDATE,
  /** Neither look nor touch. */
  NONE
}
