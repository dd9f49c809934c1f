// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.RandomRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;

/**
 * Behind a pooler that gives each transaction another server process; skipped, saying so, where
 * PgBouncer is not installed.
 */
class PgBouncerTest {
  private static final int WRITERS = 4;
  private static final int BATCH = 25;

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void writersShareTwoServerProcesses(TestDatabase database, @TempDir Path directory)
      throws Exception {
    try (PgBouncer bouncer = PgBouncer.start(program(), database, directory);
        HikariDataSource pool = pool(bouncer, database)) {
      List<SpanRow> rows = new RandomRows(7).of(1, 20, 40);
      TraceSchema schema = Tables.in(pool).open();
      List<Integer> inserted =
          Together.run(
              WRITERS,
              number -> {
                SpanWriter writer = schema.writer();
                return () -> write(writer, rows, number);
              });
      assertThat(inserted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(rows.size());
      Tables.assertTrue(database, schema.reader(), rows);
    }
  }

  /** Each writer begins elsewhere, and all write everything: by COPY and by plain statements. */
  private static int write(SpanWriter writer, List<SpanRow> rows, int number) throws Exception {
    int inserted = 0;
    int batches = rows.size() / BATCH;
    for (int i = 0; i < batches; i++) {
      int from = (i + number * batches / WRITERS) % batches * BATCH;
      inserted += writer.write(rows.subList(from, from + BATCH)).inserted();
    }
    return inserted;
  }

  private static HikariDataSource pool(PgBouncer bouncer, TestDatabase database) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(bouncer.reroute(database.jdbcUrl()));
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(WRITERS);
    return new HikariDataSource(config);
  }

  private static Path program() {
    return Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(
            () -> {
              System.out.println("[testkit] Skipped: PgBouncer is not installed");
              return Assumptions.abort("PgBouncer is not installed");
            });
  }
}
