// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

class CopyEncoderTest {
  /** What the server reads of our bytes is what it had, and it writes the same bytes of it. */
  @Test
  void encodesEveryTypeAsTheServerDoes() throws Exception {
    try (TestDatabase database = TestDatabase.open(DatabaseKind.POSTGRESQL)) {
      database.execute(
          """
          CREATE TABLE spans (
            span_id text, start_time timestamptz, flag boolean, small smallint, whole integer, long bigint,
            real double precision, money numeric(18,9), plain json, parsed jsonb, words text[], nothing uuid)""",
          """
          INSERT INTO spans VALUES
            ('é\t1', '2026-11-10 01:02:03.456789+00', true, -7, 70000, 5000000000, 1.5e-9, 12345678.000100009,
             '{"a": 1}', '{"b":[2]}', ARRAY['x', 'ü"'], NULL),
            ('2', '1999-12-31 23:59:59.999999+00', false, 0, 0, 0, 0, 0, '[]', '{}', ARRAY['1'], NULL),
            ('3', NULL, NULL, NULL, NULL, NULL, NULL, -10000, NULL, NULL, NULL, NULL),
            ('4', NULL, NULL, NULL, NULL, NULL, NULL, 0.000000007, NULL, NULL, NULL, NULL)""",
          "CREATE TABLE copies (LIKE spans)");
      PostgresRows rows = PostgresRows.of(database, "spans");

      try (Connection connection = database.dataSource().getConnection()) {
        CopyIn copy =
            connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY copies FROM STDIN WITH (FORMAT BINARY)");
        new CopyEncoder(rows.columns(), copy).write(rows.values());
        copy.endCopy();
      }

      assertThat(PostgresRows.of(database, "copies").encoded()).isEqualTo(rows.encoded());
    }
  }
}
