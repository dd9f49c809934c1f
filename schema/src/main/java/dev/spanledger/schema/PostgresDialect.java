// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** PostgreSQL. No session state is left behind, so that PgBouncer in transaction mode works. */
final class PostgresDialect implements Dialect {
  private static final TraceUpsert UPSERT =
      new TraceUpsert(
          new TraceUpsert.Words(
              "least",
              "greatest",
              column ->
                  "(SELECT array_agg(DISTINCT v COLLATE \"C\" ORDER BY v COLLATE \"C\") FROM unnest(t.%1$s || excluded.%1$s) v)"
                      .formatted(column),
              "(extract(epoch FROM %2$s - %1$s) * 1000)::double precision"));

  private final @Nullable String schema;
  private final List<Column<?>> added;
  private final Sight sight;
  private final PostgresSpans spans;
  private final PostgresInsert<TraceRow> traces;
  private final PostgresInsert<ScoreRow> scores;

  /**
   * @param schema null for the one that the connection's own search_path finds
   * @param added the columns that users have added to agent_spans
   */
  PostgresDialect(@Nullable String schema, List<Column<?>> added, Sight sight) {
    this.schema = schema;
    this.added = added;
    this.sight = sight;
    this.spans =
        new PostgresSpans(table("agent_spans"), AddedColumns.with(SpanColumns.STORED, added));
    this.scores =
        new PostgresInsert<>(
            table("agent_scores"), ScoreColumns.STORED, ScoreRow::get, "ON CONFLICT DO NOTHING");
    this.traces =
        new PostgresInsert<>(
            table("agent_traces"),
            TraceColumns.STORED,
            TraceRow::get,
            UPSERT.clause("now()") + UnsettledTrace.RETURNING);
  }

  @Override
  public SqlDialect sql() {
    return SqlDialect.POSTGRESQL;
  }

  /** Quoted; null for the one that the connection's own search_path finds. */
  @Nullable String schema() {
    return schema == null ? null : quoted(schema);
  }

  @Override
  public String table(String name) {
    return schema == null ? name : quoted(schema) + "." + name;
  }

  @Override
  public Sight sight() {
    return sight;
  }

  @Override
  public List<Column<?>> added() {
    return added;
  }

  @Override
  public String type(Column<?> column) {
    return column.type().postgres();
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public Undo prepare(Connection connection) {
    return Pgjdbc.withoutNamedStatements(connection);
  }

  /**
   * Whatever isolation the pool has set: above READ COMMITTED, writers that share a trace would
   * abort each other (40001), and what waited for a lock would not see what it waited for.
   */
  @Override
  public void begin(Connection connection, Database.Lease lease) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
    }
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  @Override
  public void rollback(Connection connection) throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  @Override
  public void insertContents(Connection connection, Collection<Content> contents)
      throws SQLException {
    String sql =
        "INSERT INTO %s (day, content_id, content_type, role, content, bytes) "
            + "SELECT d::date, i::uuid, y, r, c::json, b::integer FROM unnest(?, ?, ?, ?, ?, ?) AS t(d, i, y, r, c, b) "
            + "ON CONFLICT DO NOTHING";
    try (PreparedStatement insert =
        connection.prepareStatement(sql.formatted(table("agent_contents")))) {
      insert.setArray(1, texts(connection, contents, content -> content.key().day()));
      insert.setArray(2, texts(connection, contents, content -> content.key().id()));
      insert.setArray(3, texts(connection, contents, Content::type));
      insert.setArray(4, texts(connection, contents, Content::role));
      insert.setArray(5, texts(connection, contents, Content::json));
      insert.setArray(6, texts(connection, contents, Content::bytes));
      insert.executeUpdate();
    }
  }

  private static Array texts(
      Connection connection,
      Collection<Content> contents,
      Function<Content, @Nullable Object> value)
      throws SQLException {
    // Of strings, and not of objects: the driver sends those in binary, without escaping them.
    return connection.createArrayOf(
        "text", contents.stream().map(value).map(PostgresText::of).toArray(String[]::new));
  }

  @Override
  public Map<UUID, Content> contents(Connection connection, LocalDate day, Set<UUID> ids)
      throws SQLException {
    String sql =
        "SELECT content_id, content_type, role, content FROM %s WHERE day = ? AND content_id = ANY (?)"
            .formatted(table("agent_contents"));
    Map<UUID, Content> contents = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setObject(1, day);
      query.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          UUID id = rows.getObject(1, UUID.class);
          Content.Key key = new Content.Key(day, id);
          contents.put(
              id, new Content(key, rows.getString(2), rows.getString(3), rows.getString(4)));
        }
      }
    }
    return contents;
  }

  @Override
  public Set<SpanKey> insertSpans(Connection connection, List<SpanRow> rows) throws SQLException {
    return spans.insert(connection, rows);
  }

  @Override
  public void insertScores(Connection connection, List<ScoreRow> rows) throws SQLException {
    try (PreparedStatement insert = scores.prepare(connection, rows)) {
      insert.executeUpdate();
    }
  }

  @Override
  public List<UnsettledTrace> upsertTraces(Connection connection, List<TraceRow> rows)
      throws SQLException {
    try (PreparedStatement upsert = traces.prepare(connection, rows);
        ResultSet merged = upsert.executeQuery()) {
      return UnsettledTrace.read(this, merged);
    }
  }

  @Override
  public String holdContents(boolean shared) {
    return "SELECT pg_advisory_xact_lock%s(%d)"
        .formatted(shared ? "_shared" : "", ContentEpoch.ADVISORY_LOCK);
  }

  @Override
  public void waitBriefly(Connection connection) throws SQLException {
    execute(connection, "SET LOCAL lock_timeout = '150ms'");
  }

  /** Deleted rows stay until VACUUM. */
  @Override
  public Undo wiping(Connection connection) {
    return () -> {};
  }

  @Override
  public void tidy(Connection connection, List<String> tables) throws SQLException {
    execute(connection, "VACUUM " + String.join(", ", tables));
  }

  @Override
  public String like(String column) {
    return column + " ILIKE ? ESCAPE '!'";
  }

  @Override
  public String contains(String column) {
    return "strpos(" + column + ", ?) > 0";
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public String now(Duration later) {
    return later.isZero()
        ? "clock_timestamp()"
        : "clock_timestamp() + interval '%d milliseconds'".formatted(later.toMillis());
  }

  /** An escape string means the same however the session reads plain ones. */
  @Override
  public String literal(Object value) {
    return value instanceof Instant instant
        ? "'%s'::timestamptz".formatted(instant)
        : "E'" + value.toString().replace("\\", "\\\\").replace("'", "''") + "'";
  }

  @Override
  public String hasElement(String column, String text) {
    return "coalesce(%s = ANY (%s), false)".formatted(literal(text), column);
  }

  @Override
  public String namedContents() {
    return """
        CROSS JOIN LATERAL (
          SELECT unnest(s.input_refs) UNION ALL SELECT unnest(s.output_refs)
          UNION ALL VALUES (s.instructions_ref), (s.tools_ref), (s.resource_ref), (s.source_ref)
          UNION ALL
          SELECT v::uuid FROM jsonb_each(s.attribute_refs) AS a(name, refs)
          CROSS JOIN LATERAL jsonb_array_elements_text(CASE jsonb_typeof(refs) WHEN 'array' THEN refs ELSE jsonb_build_array(refs) END) AS v
        ) AS r(atom)""";
  }

  @Override
  public String listedContents() {
    return "CROSS JOIN LATERAL (SELECT v::uuid FROM json_array_elements_text(l.content) AS v) AS e(value)";
  }

  /** Every transaction before the oldest that is running was over. */
  @Override
  public String changedSince(Connection connection, String alias) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet oldest =
            statement.executeQuery("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")) {
      oldest.next();
      return "age(%s.xmin) <= age('%s'::xid8::xid)".formatted(alias, oldest.getString(1));
    }
  }

  /** Writers sort as Java does, by code unit. */
  @Override
  public String lockInOrder(String... columns) {
    return Arrays.stream(columns)
        .map(column -> column + " COLLATE \"C\"")
        .collect(Collectors.joining(", ", "ORDER BY ", " FOR UPDATE"));
  }

  @Override
  public String lockFree(String table, String column) {
    return " ORDER BY %1$s.%2$s COLLATE \"C\" FOR UPDATE OF %1$s SKIP LOCKED"
        .formatted(table, column);
  }

  @Override
  public String instant(String column) {
    return column;
  }

  @Override
  public String place(Column<?> column) {
    return "?::" + column.type().postgres();
  }

  @Override
  public @Nullable Object stored(@Nullable Object value) {
    return PostgresText.of(value);
  }

  @Override
  public <R> void update(Connection connection, RowUpdate<R> update, List<R> rows)
      throws SQLException {
    new PostgresUpdate<>(table(update.table()), update).run(connection, rows);
  }

  @Override
  public void limitLockWaits(Connection connection, Duration longest) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = " + longest.toMillis());
    }
  }

  @Override
  public String skipLocked() {
    return " FOR UPDATE SKIP LOCKED";
  }

  @Override
  public String forUpdate() {
    return " FOR UPDATE";
  }

  @Override
  public Object parameter(Object value) {
    return value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
  }

  @Override
  public @Nullable Object read(ResultSet rows, Column<?> column) throws SQLException {
    String name = column.name();
    Object value =
        switch (column.type()) {
          case ID, TEXT, JSON, JSONB -> rows.getString(name);
          case SHORT, INTEGER, LONG -> rows.getLong(name);
          case DOUBLE -> rows.getDouble(name);
          case BOOLEAN -> rows.getBoolean(name);
          case DECIMAL -> rows.getBigDecimal(name);
          case INSTANT -> instant(rows.getObject(name, OffsetDateTime.class));
          case UUID -> rows.getObject(name, UUID.class);
          case TEXT_LIST, UUID_LIST -> list(rows.getArray(name));
        };
    return rows.wasNull() ? null : value;
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static @Nullable List<Object> list(@Nullable Array array) throws SQLException {
    return array == null ? null : List.of((Object[]) array.getArray());
  }
}
