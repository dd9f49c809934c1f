// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.Rollups;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Counting is broken off at every statement there is, and goes on from there. */
class RollupFaultsTest {
  private static final Instant START = UsageRows.START;

  @EachDatabase
  void whereverItBreaksOffTheNextRunGoesOn(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> late = new ArrayList<>();
    UsageRows rows = new UsageRows(160, 0);
    for (int trace = 0; trace < 6; trace++) {
      List<SpanRow> spans = rows.trace(3);
      schema.writer().write(spans.subList(0, 2));
      late.add(spans.get(2));
    }
    FaultyDataSource faulty = FaultyDataSource.over(database.dataSource());
    Rollups rollups = Tables.in(faulty).open().upkeep().rollups();
    int broken = 0;
    for (int statement = 0; statement < 400; statement++) {
      if (statement == 100) {
        schema.writer().write(late);
      }
      // Later and later in a run, which goes on where the one before was broken off.
      faulty.fail(Call.EXECUTE).withState("57P01").after(statement % 25);
      faulty.fail(Call.COMMIT).withState("08006").losingTheReply().after(statement % 7);
      Instant until = START.plus(Duration.ofHours(20 + statement / 12));
      broken += isBrokenOff(rollups, until) ? 1 : 0;
      faulty.heal();
      if (statement % 40 == 39) {
        assertNothingIsCountedTwice(database);
      }
    }
    assertThat(broken).isGreaterThan(100);
    rollups.run(START.plus(Duration.ofHours(60)), report -> true);
    UsageOracle.assertTrue(database);
    assertThat(faulty.open()).as("connections that were not given back").isZero();
  }

  private static boolean isBrokenOff(Rollups rollups, Instant until) {
    try {
      rollups.run(until, report -> true);
      return false;
    } catch (TraceSchemaException e) {
      return true;
    }
  }

  private static void assertNothingIsCountedTwice(TestDatabase database) throws SQLException {
    assertThat(Tables.number(database, "SELECT sum(span_count) AS n FROM agent_usage_by_hour"))
        .isLessThanOrEqualTo(Tables.count(database, "agent_spans"));
    assertThat(Tables.number(database, "SELECT sum(span_count) AS n FROM agent_usage_by_day"))
        .isLessThanOrEqualTo(Tables.count(database, "agent_spans"));
  }
}
