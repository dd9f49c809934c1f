// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.years;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A database that has been written to for some days, up to now: one day through the ledger, as an
 * application does, and copies of it for the days before, by SQL.
 */
final class Month implements AutoCloseable {
  /** How many spans the one large trace has. */
  static final String LARGE = "f".repeat(32);

  private static final int CONNECTIONS = 4;
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final long QUEUE_BYTES = 512L << 20;

  private final TestDatabase database;
  private final HikariDataSource pool = new HikariDataSource();
  private final int days;

  /** When the last of the days begins; it ends before runs that began in it could reach beyond. */
  private final Instant lastDay = Instant.now().minus(Duration.ofHours(24));

  private Month(TestDatabase database, int days) {
    this.database = database;
    this.days = days;
    pool.setDataSource(database.dataSource());
    pool.setMaximumPoolSize(CONNECTIONS);
  }

  /**
   * Fills a new database.
   *
   * @param days whole periods of 24 hours, the last ends now
   * @param spans of all days together, about
   * @param large spans of one further trace
   */
  static Month fill(DatabaseKind kind, int days, int spans, int large) throws Exception {
    Month month = new Month(TestDatabase.openDurable(kind), days);
    try {
      long start = System.nanoTime();
      month.play(spans / days);
      month.receivedAtTheirEnd();
      for (int back = 1; back < days; back++) {
        month.copy(back);
      }
      month.writeLarge(large);
      month.settle();
      System.out.printf(
          "   %s: %,d spans in %,d traces over %d days, loaded in %d s%n",
          kind,
          month.number("SELECT count(*) AS n FROM agent_spans"),
          month.number("SELECT count(*) AS n FROM agent_traces"),
          days,
          Duration.ofNanos(System.nanoTime() - start).toSeconds());
      return month;
    } catch (Exception | Error e) {
      month.close();
      throw e;
    }
  }

  /** A pool, as applications have one. */
  DataSource dataSource() {
    return pool;
  }

  void execute(String sql) throws SQLException {
    database.execute(sql);
  }

  int days() {
    return days;
  }

  boolean isPostgres() {
    return database.kind() == DatabaseKind.POSTGRESQL;
  }

  /** How much longer than in PostgreSQL something may take. */
  int patience() {
    return isPostgres() ? 1 : 3;
  }

  TraceSchema schema() {
    return TraceSchema.builder(pool).open();
  }

  long number(String query) throws SQLException {
    return Long.parseLong(text(query));
  }

  /** What a query answers as {@code n}. */
  String text(String query) throws SQLException {
    return String.valueOf(database.rows(query).get(0).get("n"));
  }

  /** The days before get a run each, so that they have partitions. */
  private void play(int spansOfADay) {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource())
            .maxQueueBytes(QUEUE_BYTES)
            .maintenance(false)
            .build()) {
      DayOfRuns runs = new DayOfRuns(ledger.spanProcessor());
      for (int back = days - 1; back > 0; back--) {
        runs.one(lastDay.minus(Duration.ofHours(24L * back)));
      }
      Instant end = lastDay.plus(Duration.ofHours(24)).minus(Duration.ofMinutes(20));
      runs.play(lastDay, end, spansOfADay, () -> ledger.flush(LONG));
      if (!ledger.flush(LONG)
          || ledger.stats().ledger().stored() < ledger.stats().ledger().accepted()) {
        throw new IllegalStateException("not every span was stored: " + ledger.stats());
      }
    }
  }

  /** Spans that are stored in a burst would all have come late. */
  private void receivedAtTheirEnd() throws SQLException {
    database.execute("UPDATE agent_spans SET ingested_at = end_time");
    database.execute(isPostgres() ? "VACUUM FULL agent_spans" : "VACUUM");
  }

  private void copy(int back) throws SQLException {
    Shift shift = isPostgres() ? Shift.postgres(back) : Shift.sqlite(back);
    for (String table : List.of("agent_contents", "agent_spans", "agent_traces")) {
      database.execute(shift.insert(table, columns(table), lastDay));
    }
  }

  private List<String> columns(String table) throws SQLException {
    String query =
        isPostgres()
            ? "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '%s' AND is_generated = 'NEVER' ORDER BY ordinal_position"
            : "SELECT name FROM pragma_table_info('%s')";
    return database.rows(query.formatted(table)).stream()
        .map(row -> String.valueOf(row.get("name")))
        .toList();
  }

  /** A run of many steps, each below the one that a tree of ten branches puts it under. */
  private void writeLarge(int spans) throws SQLException {
    SpanWriter writer = schema().writer();
    List<SpanRow> rows = new ArrayList<>();
    long start = Instant.now().minusSeconds(3_600).toEpochMilli() * 1_000_000;
    for (int i = 0; i < spans; i++) {
      rows.add(step(i, start + i * 1_000_000L));
    }
    for (int i = 0; i < rows.size(); i += 512) {
      writer.write(rows.subList(i, Math.min(rows.size(), i + 512)));
    }
  }

  private static SpanRow step(int number, long start) {
    return SpanRow.builder()
        .times(start, start + 5_000_000, Instant.now())
        .set(SpanColumns.TRACE_ID, LARGE)
        .set(SpanColumns.SPAN_ID, "%016x".formatted(number + 1))
        .set(SpanColumns.PARENT_SPAN_ID, number == 0 ? null : "%016x".formatted(number / 10 + 1))
        .set(SpanColumns.NAME, "execute_tool find_order")
        .set(SpanColumns.KIND, "TOOL")
        .set(SpanColumns.TOOL_NAME, "find_order")
        .set(SpanColumns.STATUS, "OK")
        .set(SpanColumns.ATTRIBUTES, "{\"step\":" + number + "}")
        .build();
  }

  /** As autovacuum has left it. */
  private void settle() throws SQLException {
    database.execute(isPostgres() ? "VACUUM ANALYZE" : "ANALYZE");
    database.execute(isPostgres() ? "CHECKPOINT" : "PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /** What the database says about its work, as details of a finding. */
  Map<String, Object> about() {
    Map<String, Object> details = new HashMap<>();
    details.put("database", database.description());
    details.put("days", days);
    return details;
  }

  @Override
  public void close() {
    pool.close();
    database.close();
  }
}
