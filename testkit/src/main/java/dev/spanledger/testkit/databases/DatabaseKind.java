// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

/** The databases that every dialect-dependent test runs on. */
public enum DatabaseKind {
  /** A SQLite file in a temporary directory, one for each {@link TestDatabase}. */
  SQLITE("SQLite"),

  /** A database of its own in the PostgreSQL server that this JVM's tests share. */
  POSTGRESQL("PostgreSQL");

  private final String displayName;

  DatabaseKind(String displayName) {
    this.displayName = displayName;
  }

  /** Returns the name as people write it: {@code SQLite}, {@code PostgreSQL}. */
  @Override
  public String toString() {
    return displayName;
  }
}
