// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SqlDialect;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The tables under test, on a clock that stands at {@link SpanRows#NOW}. */
final class Tables {
  private Tables() {}

  static TraceSchema.Builder in(DataSource dataSource) {
    return TraceSchema.builder(dataSource).clock(Clock.fixed(SpanRows.NOW, ZoneOffset.UTC));
  }

  static TraceSchema open(TestDatabase database) {
    return in(database.dataSource()).open();
  }

  /** Writes with a writer of its own. */
  static void write(TraceSchema schema, SpanRow... rows) throws SQLException {
    schema.writer().write(List.of(rows));
  }

  /** Runs the script as a person would, by plain JDBC: every statement of it. */
  static void runByHand(TestDatabase database, Partitioning partitioning) throws SQLException {
    SqlDialect dialect = SqlDialect.valueOf(database.kind().name());
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(TraceSchema.script(dialect, partitioning));
    }
  }

  static long count(TestDatabase database, String from) throws SQLException {
    return number(database, "SELECT count(*) AS n FROM " + from);
  }

  /** The one number that a query answers as {@code n}. */
  static long number(TestDatabase database, String query) throws SQLException {
    return ((Number) database.rows(query).get(0).get("n")).longValue();
  }

  static List<Object> column(TestDatabase database, String query) throws SQLException {
    return database.rows(query).stream().map(row -> row.values().iterator().next()).toList();
  }

  /** Every trace's row is what its stored spans say, and none has too many or too few. */
  static void assertTrue(TestDatabase database, TraceReader reader, Collection<SpanRow> rows)
      throws SQLException {
    List<TraceRow> traces = reader.list(TraceQuery.all().limit(1_000)).traces();
    assertThat(traces)
        .extracting(TraceRow::traceId)
        .containsExactlyInAnyOrderElementsOf(
            rows.stream().map(SpanRow::traceId).distinct().toList());
    for (TraceRow trace : traces) {
      assertThat(trace).isEqualTo(reader.recompute(trace.traceId()).orElseThrow());
    }
    assertThat(number(database, "SELECT sum(span_count) AS n FROM agent_traces"))
        .isEqualTo(count(database, "agent_spans"))
        .isEqualTo(
            rows.stream().map(row -> Map.entry(row.traceId(), row.spanId())).distinct().count());
  }

  /** Connects to a PostgreSQL database as another user, or with another password. */
  static PGSimpleDataSource as(TestDatabase database, String user, String password) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(database.jdbcUrl());
    dataSource.setUser(user);
    dataSource.setPassword(password);
    return dataSource;
  }

  static <T> List<T> joined(List<List<T>> lists) {
    return lists.stream().flatMap(List::stream).toList();
  }
}
