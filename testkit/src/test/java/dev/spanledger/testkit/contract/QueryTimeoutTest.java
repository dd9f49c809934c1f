// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.schema.QueryTimeoutException;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceReaders;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.EndlessTraces;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A reader without patience, over a list that has no end. */
class QueryTimeoutTest {
  private static final Duration SOON = Duration.ofMillis(200);

  @EachDatabase
  void aSlowQueryIsGivenUpAndItsConnectionGoesOn(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = one(database)) {
      TraceReader reader = open(pool);
      try (EndlessTraces endless = new EndlessTraces(pool)) {
        endless.begin();
        assertThatThrownBy(() -> reader.within(SOON).list(TraceQuery.all()))
            .isInstanceOf(QueryTimeoutException.class)
            .hasMessageContaining("ask for less");
      }
      assertThat(reader.within(SOON.multipliedBy(100)).list(TraceQuery.all()).traces()).hasSize(1);
    }
  }

  @EachDatabase
  void oneOfSeveralDatabasesThatIsSlowIsNamed(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = one(database)) {
      TraceReader reader = open(pool);
      TraceReaders readers = TraceReaders.over(Map.of("slow", reader.within(SOON)));
      try (EndlessTraces endless = new EndlessTraces(pool)) {
        endless.begin();
        assertThat(readers.list(TraceQuery.all()).missing()).containsOnlyKeys("slow");
      }
    }
  }

  /** What is broken off at the last moment must not break off what comes next on the connection. */
  @EachDatabase
  void nobodyElseIsBrokenOff(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = one(database)) {
      TraceReader patient = open(pool);
      TraceReader hasty = patient.within(Duration.ofMillis(1));
      int givenUp = 0;
      for (int i = 0; i < 300; i++) {
        try {
          hasty.list(TraceQuery.all());
        } catch (QueryTimeoutException e) {
          givenUp++;
        }
        assertThat(patient.list(TraceQuery.all()).traces()).as("%d given up", givenUp).hasSize(1);
      }
    }
  }

  @EachDatabase
  void lessThanAMillisecondIsRefused(TestDatabase database) {
    try (HikariDataSource pool = one(database)) {
      TraceReader reader = open(pool);
      assertThatThrownBy(() -> reader.within(Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 ms or more, but is PT0S");
    }
  }

  private static HikariDataSource one(TestDatabase database) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(1);
    return new HikariDataSource(config);
  }

  private static TraceReader open(HikariDataSource pool) {
    TraceSchema schema = TraceSchema.builder(pool).open();
    try {
      schema.writer().write(List.of(SpanRows.agent(1, 1).build()));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return schema.reader();
  }
}
