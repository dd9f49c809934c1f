// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.Expiry;
import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.PurgeReport;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.Fault;
import dev.spanledger.testkit.faults.FaultyDataSource;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A purge that is broken off anywhere, and another that finishes it. */
class RetentionFaultTest {
  /** Leaves days without any trace, days with few that are kept, and days with many. */
  private static final RetentionPolicy POLICY =
      RetentionPolicy.builder().days(3).daysOfErrors(30).daysOfTag("golden", 6).build();

  private final PastTraces past = new PastTraces(42, 24, 8);

  /** One in so many calls fails in turn, more often in SQLite; 1 for all. */
  private static final int EVERY = Integer.getInteger("spanledger.test.faults.every", 25);

  private final long seed = Long.getLong("spanledger.test.seed", System.nanoTime());

  @EachDatabase
  void itFailsAtAnyStatement(TestDatabase database) throws SQLException {
    breakOffEverywhere(database, Partitioning.DAILY, Call.EXECUTE, fault -> {});
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void itFailsAtAnyStatementInPlainTables(TestDatabase database) throws SQLException {
    breakOffEverywhere(database, Partitioning.NONE, Call.EXECUTE, fault -> {});
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theReplyToAnyCommitIsLost(TestDatabase database) throws SQLException {
    breakOffEverywhere(database, Partitioning.DAILY, Call.COMMIT, Fault::losingTheReply);
  }

  @EachDatabase
  void itIsToldToStopAnywhere(TestDatabase database) throws SQLException {
    TraceSchema schema = filled(database, Partitioning.DAILY);
    int pieces = 0;
    while (true) {
      int[] left = {pieces++};
      PurgeReport report =
          schema.upkeep().retention().purge(POLICY.at(SpanRows.NOW), soFar -> left[0]-- > 0);
      if (left[0] >= 0 && report.isEmpty()) {
        break;
      }
    }
    List<String> stepByStep = state(database);
    filled(database, Partitioning.DAILY).upkeep().retention().purge(at(), report -> true);
    assertThat(stepByStep).isEqualTo(state(database));
  }

  private void breakOffEverywhere(
      TestDatabase database, Partitioning partitioning, Call call, Consumer<Fault> kind)
      throws SQLException {
    filled(database, partitioning).upkeep().retention().purge(at(), report -> true);
    List<String> undisturbed = state(database);
    assertThat(undisturbed).hasSizeGreaterThan(20);
    int step = database.kind() == DatabaseKind.POSTGRESQL ? EVERY : Math.max(1, EVERY / 5);
    int calls = new Random(seed).nextInt(step);
    int failed = 0;
    while (breakOff(database, partitioning, call, calls, kind)) {
      assertThat(state(database))
          .as("broken off at %s %d, -Dspanledger.test.seed=%d", call, calls, seed)
          .isEqualTo(undisturbed);
      calls += step;
      failed++;
    }
    assertThat(failed).isPositive();
  }

  /** False where the run had fewer calls. */
  private boolean breakOff(
      TestDatabase database, Partitioning partitioning, Call call, int after, Consumer<Fault> kind)
      throws SQLException {
    filled(database, partitioning);
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    TraceSchema schema = open(source, partitioning);
    kind.accept(source.fail(call).after(after));
    int before = source.calls(call);
    try {
      schema.upkeep().retention().purge(at(), report -> true);
    } catch (TraceSchemaException e) {
      // As it should, unless what failed was not needed.
    }
    boolean failed = source.calls(call) - before > after;
    source.heal();
    schema.upkeep().retention().purge(at(), report -> true);
    assertThat(source.open()).as("leaked connections").isZero();
    return failed;
  }

  private static Expiry at() {
    return POLICY.at(SpanRows.NOW);
  }

  private TraceSchema filled(TestDatabase database, Partitioning partitioning) throws SQLException {
    empty(database);
    TraceSchema schema = open(database.dataSource(), partitioning);
    schema.writer().write(past.spans());
    return schema;
  }

  private static TraceSchema open(DataSource source, Partitioning partitioning) {
    return TraceSchema.builder(source)
        .partitioning(partitioning)
        .clock(Clock.fixed(SpanRows.NOW, ZoneOffset.UTC))
        .open();
  }

  private static void empty(TestDatabase database) throws SQLException {
    if (database.kind() == DatabaseKind.POSTGRESQL) {
      database.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
      return;
    }
    List<String> tables = new ArrayList<>();
    database
        .rows(
            "SELECT type, name FROM sqlite_master WHERE type IN ('view', 'table') ORDER BY 1 DESC")
        .forEach(row -> tables.add("DROP " + row.get("type") + " " + row.get("name")));
    database.execute(tables.toArray(String[]::new));
  }

  /** All that is there, but for when it was changed. */
  private static List<String> state(TestDatabase database) throws SQLException {
    List<String> state = new ArrayList<>();
    for (String query :
        List.of(
            "SELECT * FROM agent_traces ORDER BY trace_id",
            "SELECT trace_id, span_id FROM agent_spans ORDER BY 1, 2",
            "SELECT day, content_id FROM agent_contents ORDER BY 1, 2",
            "SELECT trace_id, score_id FROM agent_scores ORDER BY 1, 2",
            "SELECT state FROM agent_maintenance WHERE task = 'retention'")) {
      database
          .rows(query)
          .forEach(
              row -> {
                row.remove("updated_at");
                state.add(row.toString());
              });
    }
    if (database.kind() == DatabaseKind.POSTGRESQL) {
      database
          .rows(
              "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1")
          .forEach(row -> state.add(row.toString()));
    }
    return state;
  }
}
