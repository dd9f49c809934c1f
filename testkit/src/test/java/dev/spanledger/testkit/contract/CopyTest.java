// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.SqlFailure;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.WriteResult;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.RandomRows;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;

/** Spans travel by COPY where that can be had, and are stored all the same where not. */
class CopyTest {
  private static final String COPY = "COPY";
  private static final String INSERT = "INSERT";

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void isUsedThroughAPool(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = pool(database.dataSource())) {
      SpanWriter writer = watched(database, pool);
      assertThat(write(writer, 1)).isEqualTo(new WriteResult(1, 0));
      assertThat(statements(database)).containsExactly(COPY);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void isGoneWithoutWhereAPoolHidesTheDriver(TestDatabase database) throws SQLException {
    SpanWriter writer = watched(database, Lending.withoutUnwrapping(database.dataSource()));
    write(writer, 1);
    assertThat(write(writer, 1)).isEqualTo(new WriteResult(0, 1));
    assertThat(statements(database)).containsOnly(INSERT);
  }

  /** One trace, and every way in which its spans can come twice. */
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void whatComesTwiceIsStoredOnce(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = pool(database.dataSource())) {
      SpanWriter writer = watched(database, pool);
      assertThat(write(writer, 1, 1, 2)).isEqualTo(new WriteResult(2, 1));
      assertThat(statements(database)).containsExactly(COPY);
      assertThat(write(writer, 2, 3, 3, 4)).isEqualTo(new WriteResult(2, 2));
      assertThat(write(writer, 1, 2, 3, 4)).isEqualTo(new WriteResult(0, 4));
      assertThat(statements(database)).containsExactly(COPY, INSERT, INSERT);
      assertThat(write(writer, 5)).isEqualTo(new WriteResult(1, 0));
      assertThat(statements(database)).endsWith(COPY);
      List<SpanRow> all = new ArrayList<>();
      for (int span = 1; span <= 5; span++) {
        all.add(row(span));
      }
      Tables.assertTrue(database, Tables.in(pool).open().reader(), all);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void storesWhatPlainStatementsStore(TestDatabase database) throws SQLException {
    long seed = new Random().nextLong();
    List<SpanRow> rows = new ArrayList<>(new RandomRows(seed).of(1, 10, 20));
    rows.addAll(ColumnEdges.rows());
    List<String> byCopy = stored(database, database.dataSource(), rows);
    List<String> plainly = stored(database, Lending.withoutUnwrapping(database.dataSource()), rows);
    assertThat(byCopy).as("seed %d", seed).isEqualTo(plainly).hasSize(rows.size());
  }

  /** Row by row, so that a difference shows which. */
  private static List<String> stored(TestDatabase database, DataSource source, List<SpanRow> rows)
      throws SQLException {
    database.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
    Tables.in(source).open().writer().write(rows);
    return Tables.column(
            database,
            "SELECT (to_jsonb(s) - 'ingested_at')::text || coalesce(s.input::text, '') FROM agent_spans s"
                + " ORDER BY trace_id, span_id")
        .stream()
        .map(String::valueOf)
        .toList();
  }

  /** COPY knows no row-level security, whatever its policies allow. */
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void isGoneWithoutWhereTheServerRefusesIt(TestDatabase database) throws SQLException {
    try (HikariDataSource owner = pool(database.dataSource())) {
      watched(database, owner);
      database.execute(
          "ALTER TABLE agent_spans ENABLE ROW LEVEL SECURITY",
          "CREATE POLICY everything ON agent_spans USING (true) WITH CHECK (true)");
      try (Role role = Role.in(database).grantWriting();
          HikariDataSource pool = pool(role.dataSource())) {
        database.execute("GRANT INSERT ON said TO " + role.name());
        SpanWriter writer = Tables.in(pool).open().writer();
        assertThat(write(writer, 1)).isEqualTo(new WriteResult(1, 0));
        assertThat(write(writer, 2)).isEqualTo(new WriteResult(1, 0));
        assertThat(statements(database)).containsExactly(INSERT, INSERT);
      }
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void isGoneWithoutWhereAColumnHasAnotherType(TestDatabase database) throws SQLException {
    SpanWriter writer = watched(database, database.dataSource());
    database.execute(
        "DROP VIEW agent_spans_full CASCADE",
        "ALTER TABLE agent_spans ALTER COLUMN flags TYPE bigint");
    assertThat(write(writer, 1)).isEqualTo(new WriteResult(1, 0));
    assertThat(write(writer, 2)).isEqualTo(new WriteResult(1, 0));
    assertThat(statements(database)).containsExactly(INSERT, INSERT);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRowThatIsRefusedIsTheRowsFaultAndLeavesNothingBehind(TestDatabase database)
      throws SQLException {
    try (HikariDataSource pool = pool(database.dataSource())) {
      SpanWriter writer = watched(database, pool);
      database.execute("ALTER TABLE agent_spans ADD CONSTRAINT ok CHECK (name <> 'secret')");
      SpanRow refused = SpanRows.agent(1, 9).set(SpanColumns.NAME, "secret").build();
      for (int round = 1; round <= 3; round++) {
        int span = round;
        Throwable failure = catchThrowable(() -> writer.write(List.of(row(span), refused)));
        assertThat(SqlFailure.of(failure)).as("%s", failure).isEqualTo(SqlFailure.ROW);
        assertThat(Tables.count(database, "agent_spans")).isEqualTo(round - 1);
        assertThat(write(writer, round).inserted()).isEqualTo(1);
      }
      assertThat(statements(database)).containsOnly(COPY);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  @Timeout(60)
  void oneThatHangsIsGivenUp(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = pool(database.dataSource());
        Connection holder = database.dataSource().getConnection()) {
      SpanWriter writer = Tables.in(pool).writeTimeout(Duration.ofMillis(200)).open().writer();
      write(writer, 1);
      holder.setAutoCommit(false);
      holder.createStatement().execute("LOCK TABLE agent_spans");
      Throwable failure = catchThrowable(() -> write(writer, 2));
      assertThat(SqlFailure.of(failure)).as("%s", failure).isEqualTo(SqlFailure.TRANSIENT);
      holder.rollback();
      assertThat(write(writer, 3).inserted()).isEqualTo(1);
    }
  }

  private static WriteResult write(SpanWriter writer, int... spans) throws SQLException {
    List<SpanRow> rows = new ArrayList<>();
    for (int span : spans) {
      rows.add(row(span));
    }
    return writer.write(rows);
  }

  private static SpanRow row(int span) {
    return SpanRows.agent(1, span).build();
  }

  /** A writer into tables that note which statements insert spans. */
  private static SpanWriter watched(TestDatabase database, DataSource source) throws SQLException {
    TraceSchema schema = Tables.in(source).open();
    database.execute(
        "CREATE TABLE said (id INT GENERATED ALWAYS AS IDENTITY, statement TEXT)",
        """
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO said (statement) VALUES (split_part(current_query(), ' ', 1));
          RETURN NULL;
        END $$""",
        "CREATE TRIGGER note AFTER INSERT ON agent_spans EXECUTE FUNCTION note()");
    return schema.writer();
  }

  private static List<Object> statements(TestDatabase database) throws SQLException {
    return Tables.column(database, "SELECT statement FROM said ORDER BY id");
  }

  private static HikariDataSource pool(DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setMaximumPoolSize(1);
    return new HikariDataSource(config);
  }
}
