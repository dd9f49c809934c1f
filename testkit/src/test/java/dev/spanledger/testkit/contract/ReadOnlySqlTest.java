// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.ReadOnlySql;
import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.SqlRefusedException;
import dev.spanledger.schema.SqlRefusedException.Reason;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.sqlite.Function;

class ReadOnlySqlTest {
  private static final ReadOnlySql.Limits LIMITS =
      new ReadOnlySql.Limits(100, 100_000, Duration.ofSeconds(20));

  /** What only reads, and has to get past the guard. */
  private static final List<String> HONEST =
      List.of(
          "SELECT count(*) FROM agent_spans;",
          "WITH a (x, \"y z\") AS (SELECT 1, 2), b (x) AS (SELECT x FROM a) SELECT x FROM b ORDER BY 1, abs(x)",
          "  -- a question\n SELECT 'it''s; DROP TABLE agent_spans' AS text /* delete */",
          "WITH a (x) AS (SELECT 1), b(y) AS (SELECT x + 1 FROM a) SELECT y FROM b",
          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT max(i) FROM n",
          "SELECT \"name\", cast(duration_ms AS numeric(18, 3)) FROM agent_spans WHERE kind IN ('LLM')",
          "VALUES (1), (2)",
          "EXPLAIN SELECT 1");

  private static final List<String> HONEST_POSTGRES =
      List.of(
          "EXPLAIN (COSTS OFF) SELECT 1",
          "EXPLAIN ANALYZE SELECT 1",
          "SELECT $a$ it's; $b$ delete $a$, E'it\\'s; update', 1.5::numeric(3, 1), x FROM unnest(ARRAY[1, 2]) AS u(x)",
          "SELECT attributes ? 'key', now() - interval '7 days' FROM agent_spans",
          "SELECT pg_catalog.lower('A') /* /* nested */ delete */",
          "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE kind = 'LLM') FROM agent_spans");

  private static final List<String> HONEST_SQLITE =
      List.of(
          "EXPLAIN QUERY PLAN SELECT * FROM agent_spans",
          "SELECT [name], `kind`, json_extract(attributes, '$.a') FROM agent_spans",
          "SELECT name FROM pragma_table_info('agent_spans')",
          "SELECT 'a\\', '' /* /* not nested */");

  /** What must not reach the database, or must be refused by it. */
  private static final List<String> HOSTILE =
      List.of(
          "",
          ";",
          "-- nothing",
          "DELETE FROM agent_spans",
          "SELECT 1; DELETE FROM agent_spans",
          "SELECT 1 /* ; */ ; DELETE FROM agent_spans",
          "/* SELECT */ DELETE FROM agent_spans",
          "(DELETE FROM agent_spans)",
          "EXPLAIN ANALYZE DELETE FROM agent_spans",
          "WITH x AS (SELECT 1) DELETE FROM agent_spans",
          "WITH x AS (SELECT 1) INSERT INTO agent_spans SELECT * FROM agent_spans",
          "WITH x AS (SELECT 1) UPDATE agent_spans SET name = 'x'",
          "UPDATE agent_spans SET name = 'x'",
          "DROP TABLE agent_spans",
          "CREATE TABLE stolen AS SELECT * FROM agent_spans",
          "BEGIN",
          "COMMIT",
          "SET x = 1",
          "SELECT 'no end",
          "SELECT 1 /* no end",
          "SELECT nobody_knows(1)",
          "SELECT 1\u0000; DELETE FROM agent_spans");

  private static final List<String> HOSTILE_POSTGRES =
      List.of(
          "SELECT pg_read_file('/etc/passwd')",
          "SELECT PG_Read_File('/etc/passwd')",
          "SELECT \"pg_read_file\"('/etc/passwd')",
          "SELECT pg_read_file /* here */ -- and\n ('/etc/passwd')",
          "SELECT pg_catalog.pg_read_file('/etc/passwd')",
          "SELECT U&\"\\0070g_read_file\"('/etc/passwd')",
          "SELECT * FROM pg_ls_dir('/')",
          "SELECT pg_sleep(60)",
          "SELECT * FROM (SELECT 5 AS x) t, pg_sleep(x) AS (a text)",
          "SELECT * FROM unnest(ARRAY[1]) WITH ORDINALITY, pg_sleep(60)",
          "SELECT 1 AS a, dblink('host=evil', 'SELECT 1')",
          "WITH a AS (SELECT 1) SELECT 1, dblink(c, s) FROM a",
          "WITH x AS (SELECT 1 a) TABLE x ORDER BY a, query_to_xml('SELECT 1', true, true, '')::text",
          "WITH x AS (SELECT 1 a) TABLE x ORDER BY a, dblink(a)",
          "WITH x AS (SELECT 1 a) (SELECT a FROM x) ORDER BY 1, dblink(a)",
          "WITH x AS (SELECT 1 a) (SELECT a FROM x) ORDER BY 1, dblink(a) AS b",
          "WITH x AS (SELECT 1 a) (SELECT a FROM x) LIMIT 1 OFFSET 1, dblink (a)",
          "WITH dblink('x') AS (SELECT 1) SELECT 1",
          "SELECT format('%300000000s', '')",
          "SELECT lo_import('/etc/passwd')",
          "SELECT lo_get(1)",
          "SELECT set_config('transaction_read_only', 'off', false)",
          "SELECT query_to_xml('SELECT pg_read_file(''/etc/passwd'')', true, true, '')",
          "SELECT pg_advisory_lock(1)",
          "SELECT pg_terminate_backend(1)",
          "SELECT nextval('s')",
          "SELECT current_setting('data_directory')",
          "SELECT * FROM pg_authid",
          "SELECT * FROM \"pg_shadow\"",
          "SELECT passwd FROM pg_catalog.pg_shadow",
          "COPY agent_spans TO '/tmp/stolen'",
          "COPY (SELECT 1) TO PROGRAM 'sh'",
          "DO $$ BEGIN DELETE FROM agent_spans; END $$",
          "SELECT * INTO stolen FROM agent_spans",
          "SELECT * FROM agent_spans FOR UPDATE",
          "WITH d AS (DELETE FROM agent_spans RETURNING *) SELECT * FROM d",
          "SELECT E'a'\n'x\\' y' , pg_sleep(60) , ''",
          "SELECT E'\\'', pg_sleep(60), '\\''",
          "SELECT $a$ $b$ $a$, pg_sleep(60), $b$ $b$",
          "SELECT 'a' -- x\r, pg_sleep(60)\n",
          "SELECT evil.lower('a')",
          "EXPLAIN EXECUTE s",
          "PREPARE s AS SELECT 1",
          "LISTEN x",
          "SELECT repeat('x', 2000000000)",
          "CALL p()");

  private static final List<String> HOSTILE_SQLITE =
      List.of(
          "ATTACH '/tmp/stolen.db' AS stolen",
          "DETACH main",
          "PRAGMA query_only = OFF",
          "PRAGMA journal_mode = DELETE",
          "VACUUM INTO '/tmp/stolen.db'",
          "SELECT load_extension('/tmp/evil.so')",
          "SELECT readfile('/etc/passwd')",
          "SELECT writefile('/tmp/x', 'y')",
          "SELECT \"load_extension\"('/tmp/evil.so')",
          "SELECT [load_extension]('/tmp/evil.so')",
          "SELECT `load_extension`('/tmp/evil.so')",
          "REPLACE INTO agent_spans (trace_id) VALUES ('x')",
          "WITH x AS (SELECT 1) REPLACE INTO agent_spans (trace_id) VALUES ('x')",
          "WITH x AS (SELECT 1 a) (SELECT a FROM x) ORDER BY 1, load_extension(a)",
          "SELECT printf('%.400000000c', 'a')",
          "SELECT format('%.400000000c', 'a')",
          "SELECT zeroblob(1000000000)",
          "SELECT 'a\\', load_extension('/tmp/evil.so'), '\\'",
          "EXPLAIN DELETE FROM agent_spans",
          "REINDEX");

  private ReadOnlySql sql;

  @BeforeEach
  void store(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(schema, SpanRows.agent(1, 1).build(), SpanRows.llm(1, 2, 1).build());
    sql = schema.readOnlySql();
  }

  @EachDatabase
  void answersWhatOnlyReads(TestDatabase database) {
    for (String query : of(database, HONEST, HONEST_POSTGRES, HONEST_SQLITE)) {
      assertThat(sql.query(query, LIMITS).columns()).as(query).isNotEmpty();
    }
  }

  @EachDatabase
  void refusesWhateverElse(TestDatabase database) throws SQLException {
    for (String query : of(database, HOSTILE, HOSTILE_POSTGRES, HOSTILE_SQLITE)) {
      assertThatThrownBy(() -> sql.query(query, LIMITS))
          .as(query)
          .isInstanceOfSatisfying(
              SqlRefusedException.class,
              refused -> assertThat(refused.reason()).as(query).isEqualTo(Reason.GUARD));
    }
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(2);
  }

  /** The second wall: what the guard would let through, the database does not. */
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void postgresItselfDoesNotWrite(TestDatabase database) throws SQLException {
    database.execute(
        "CREATE FUNCTION lower(integer) RETURNS integer LANGUAGE plpgsql AS"
            + " $$ BEGIN DELETE FROM agent_spans; RETURN 1; END $$");
    assertThatThrownBy(() -> sql.query("SELECT lower(1)", LIMITS))
        .isInstanceOf(SqlRefusedException.class)
        .hasMessageContaining("read-only");
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(2);
  }

  /** Its connection is a pool's: who borrows it next may write. */
  @EachDatabase(DatabaseKind.SQLITE)
  void sqliteItselfDoesNotWrite(TestDatabase database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      Function.create(connection, "lower", new Deletion(connection));
      ReadOnlySql guarded = Tables.in(Lending.of(connection)).open().readOnlySql();
      assertThatThrownBy(() -> guarded.query("SELECT lower(1)", LIMITS))
          .isInstanceOf(SqlRefusedException.class);
      assertThat(Tables.count(database, "agent_spans")).isEqualTo(2);
      try (Statement statement = connection.createStatement()) {
        statement.execute("DELETE FROM agent_spans");
      }
    }
    assertThat(Tables.count(database, "agent_spans")).isZero();
  }

  /** A function that does more than it says. */
  private static final class Deletion extends Function {
    private final Connection connection;

    Deletion(Connection connection) {
      this.connection = connection;
    }

    @Override
    protected void xFunc() throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("DELETE FROM agent_spans");
      }
    }
  }

  @EachDatabase
  void saysWhatThereIs() {
    ReadOnlySql.Answer relations = sql.relations();
    assertThat(relations.columns()).containsExactly("relation", "column", "type");
    assertThat(relations.rows())
        .anyMatch(row -> row.subList(0, 2).equals(List.of("agent_spans", "trace_id")))
        .anyMatch(row -> row.subList(0, 2).equals(List.of("agent_llm_calls", "model")))
        .noneMatch(row -> String.valueOf(row.get(0)).matches("agent_spans_.*\\d"));
  }

  @EachDatabase
  void cutsRowsAndTexts(TestDatabase database) {
    String many =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i, 'abcdefghij' AS t FROM n";
    ReadOnlySql.Answer rows =
        sql.query(many, new ReadOnlySql.Limits(10, 1_000, Duration.ofSeconds(20)));
    assertThat(rows.rows()).hasSize(10);
    assertThat(rows.partial()).isTrue();
    ReadOnlySql.Answer chars =
        sql.query(many, new ReadOnlySql.Limits(1_000, 25, Duration.ofSeconds(20)));
    assertThat(chars.rows()).hasSize(3);
    assertThat(chars.rows().get(2).get(1)).isEqualTo("ab");
    assertThat(chars.partial()).isTrue();
    ReadOnlySql.Answer all =
        sql.query(many, new ReadOnlySql.Limits(1_000, 100_000, Duration.ofSeconds(20)));
    assertThat(all.rows()).hasSize(1_000);
    assertThat(all.partial()).isFalse();
  }

  @EachDatabase
  void breaksOffWhatTakesTooLong() {
    String endless =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n WHERE i < 0";
    ReadOnlySql.Limits brief = new ReadOnlySql.Limits(10, 1_000, Duration.ofMillis(200));
    assertThatThrownBy(() -> sql.query(endless, brief))
        .isInstanceOfSatisfying(
            SqlRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.TIMEOUT))
        .hasMessageContaining("200 ms");
    assertThat(sql.query("SELECT 1", brief).rows()).hasSize(1);
  }

  @EachDatabase
  void saysWhatIsWrongWithAQuery() {
    assertThatThrownBy(() -> sql.query("SELECT no_such_column FROM agent_spans", LIMITS))
        .isInstanceOfSatisfying(
            SqlRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.INVALID))
        .hasMessageContaining("no_such_column");
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleReadsWhatItMay(TestDatabase database) throws SQLException {
    try (Role role = Role.in(database).grant("SELECT (trace_id, name) ON agent_spans")) {
      ReadOnlySql poor = Tables.in(role.dataSource()).mode(SchemaMode.NONE).open().readOnlySql();
      assertThat(poor.query("SELECT name FROM agent_spans", LIMITS).rows()).hasSize(2);
      assertThat(poor.relations().rows()).hasSize(2);
      assertThatThrownBy(() -> poor.query("SELECT input FROM agent_spans", LIMITS))
          .isInstanceOfSatisfying(
              SqlRefusedException.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.PERMISSION));
    }
  }

  private static List<String> of(
      TestDatabase database, List<String> both, List<String> postgres, List<String> sqlite) {
    List<String> queries = new ArrayList<>(both);
    queries.addAll(database.kind() == DatabaseKind.POSTGRESQL ? postgres : sqlite);
    return queries;
  }
}
