// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * The fastest that PostgreSQL takes rows from one connection: all of them in one {@code COPY},
 * which is one transaction.
 */
final class RawCopy implements Contender {
  private static final int CHUNK = 1 << 16;

  private final PostgresTables tables;
  private final PostgresRows rows;
  private final boolean encodedAhead;

  /**
   * @param encodedAhead whether the bytes to be sent are there before the clock starts; else they
   *     are made of Java's strings, numbers and times while it runs
   */
  RawCopy(PostgresTables tables, PostgresRows rows, boolean encodedAhead) {
    this.tables = tables;
    this.rows = rows;
    this.encodedAhead = encodedAhead;
  }

  @Override
  public String name() {
    return "COPY %s, %s".formatted(rows.table(), encodedAhead ? "encoded ahead" : "encoding");
  }

  @Override
  public Timing round() throws Exception {
    tables.empty(rows.table());
    tables.settle();
    try (Connection connection = tables.database().dataSource().getConnection()) {
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      Timing timing = Timing.of(() -> copy(copies));
      tables.require(rows.table(), rows.values().size());
      return timing;
    }
  }

  private void copy(CopyManager copies) throws SQLException {
    CopyIn copy =
        copies.copyIn(
            "COPY %s (%s) FROM STDIN WITH (FORMAT BINARY)"
                .formatted(rows.table(), rows.columnNames()));
    if (encodedAhead) {
      byte[] encoded = rows.encoded();
      for (int from = 0; from < encoded.length; from += CHUNK) {
        copy.writeToCopy(encoded, from, Math.min(CHUNK, encoded.length - from));
      }
    } else {
      new CopyEncoder(rows.columns(), copy).write(rows.values());
    }
    copy.endCopy();
  }
}
