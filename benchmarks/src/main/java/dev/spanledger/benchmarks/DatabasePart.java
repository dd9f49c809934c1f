// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import dev.spanledger.testkit.databases.DatabaseKind;
import java.util.ArrayList;
import java.util.List;

/** What is measured in the same way on each database; each is a piece of it. */
public interface DatabasePart extends Part {
  /** Measures on one database, a new one. */
  List<Finding> run(DatabaseKind kind, Options options) throws Exception;

  @Override
  default List<String> pieces() {
    return List.of(piece(DatabaseKind.POSTGRESQL), piece(DatabaseKind.SQLITE));
  }

  @Override
  default List<Finding> run(Options options) throws Exception {
    List<Finding> findings = new ArrayList<>();
    for (DatabaseKind kind : List.of(DatabaseKind.POSTGRESQL, DatabaseKind.SQLITE)) {
      if (options.wants(name() + ":" + piece(kind))) {
        findings.addAll(run(kind, options));
      }
    }
    return findings;
  }

  private static String piece(DatabaseKind kind) {
    return kind == DatabaseKind.SQLITE ? "sqlite" : "postgres";
  }
}
