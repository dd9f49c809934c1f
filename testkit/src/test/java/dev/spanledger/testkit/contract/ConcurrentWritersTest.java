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
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Many writers whose spans belong to the same traces, and who send a quarter of them twice. */
class ConcurrentWritersTest {
  private static final int WRITERS = 16;

  /** SQLite lets them in one by one, and in no order: the more wait, the longer the unlucky do. */
  private static final int WRITERS_OF_A_FILE = 4;

  private static final int TRACES = 50;
  private static final int SPANS_EACH = 20;
  private static final int BATCH = 20;

  @EachDatabase
  void countExactlyAndNeverDeadlock(TestDatabase database) throws Exception {
    writeTogether(database, Tables.open(database));
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void doNotAbortEachOtherWhateverThePoolsIsolation(TestDatabase database) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(WRITERS);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      writeTogether(database, Tables.in(pool).open());
    }
  }

  private static void writeTogether(TestDatabase database, TraceSchema schema) throws Exception {
    long seed = new Random().nextLong();
    List<SpanRow> rows = new RandomRows(seed).of(1, TRACES, SPANS_EACH);
    int writers = database.kind() == DatabaseKind.SQLITE ? WRITERS_OF_A_FILE : WRITERS;
    List<Integer> inserted =
        Together.run(
            writers,
            number -> {
              List<SpanRow> own = shareOf(number, writers, rows, new Random(seed + number));
              SpanWriter writer = schema.writer();
              return () -> write(writer, own);
            });
    assertThat(inserted.stream().mapToInt(Integer::intValue).sum())
        .as("seed %d", seed)
        .isEqualTo(rows.size());
    Tables.assertTrue(database, schema.reader(), rows);
    for (int trace = 1; trace <= TRACES; trace++) {
      assertThat(schema.repair(SpanRows.traceId(trace))).as("seed %d", seed).isFalse();
    }
    if (database.kind() == DatabaseKind.POSTGRESQL) {
      assertThat(
              Tables.number(
                  database,
                  "SELECT deadlocks AS n FROM pg_stat_database WHERE datname = current_database()"))
          .isZero();
    }
  }

  /** Every row of that number's, and a quarter as many of the others'. */
  private static List<SpanRow> shareOf(int number, int writers, List<SpanRow> rows, Random random) {
    List<SpanRow> own = new ArrayList<>();
    for (int i = number; i < rows.size(); i += writers) {
      own.add(rows.get(i));
      if (random.nextInt(4) == 0) {
        own.add(rows.get(random.nextInt(rows.size())));
      }
    }
    return own;
  }

  private static int write(SpanWriter writer, List<SpanRow> rows) throws SQLException {
    int inserted = 0;
    for (int from = 0; from < rows.size(); from += BATCH) {
      int to = Math.min(rows.size(), from + BATCH);
      inserted += writer.write(rows.subList(from, to)).inserted();
    }
    return inserted;
  }
}
