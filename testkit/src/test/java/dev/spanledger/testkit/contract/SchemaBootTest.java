// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.util.concurrent.Callable;

/** Many processes that start at once on a database where nothing is. */
class SchemaBootTest {
  private static final int BOOTS = 32;
  private static final int ROUNDS = 2;

  @EachDatabase
  void concurrentBootsAllSucceed(TestDatabase unused) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (TestDatabase database = TestDatabase.open(unused.kind())) {
        Together.run(BOOTS, number -> () -> bootAndWrite(Tables.open(database), number));
        assertThat(Tables.count(database, "agent_traces")).isEqualTo(BOOTS);
        assertThat(Tables.count(database, "spanledger_schema")).isEqualTo(2);
      }
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void concurrentBootsSucceedWhateverThePoolsIsolation(TestDatabase database) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(BOOTS);
    config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      Together.run(BOOTS, number -> () -> bootAndWrite(Tables.in(pool).open(), number));
    }
    assertThat(Tables.count(database, "agent_traces")).isEqualTo(BOOTS);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void concurrentBootsMakeTheNamedSchemaOnce(TestDatabase database) throws Exception {
    Callable<Integer> boot =
        () -> bootAndWrite(Tables.in(database.dataSource()).schema("traces").open(), 1);
    Together.run(BOOTS, number -> boot);
    assertThat(Tables.count(database, "traces.agent_spans")).isEqualTo(1);
  }

  private static int bootAndWrite(TraceSchema schema, int number) throws Exception {
    Tables.write(schema, SpanRows.agent(number + 1, 1).build());
    return number;
  }
}
