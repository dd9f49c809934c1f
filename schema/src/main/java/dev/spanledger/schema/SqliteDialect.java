// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * SQLite. A transaction begins IMMEDIATE: one that read first and wants to write later can be
 * refused with SQLITE_BUSY no matter how long it would have waited.
 */
final class SqliteDialect implements Dialect {
  private static final int BUSY_TIMEOUT_MS = 5_000;

  private static final String NOW = "strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z'";
  private static final TraceUpsert UPSERT =
      new TraceUpsert(
          new TraceUpsert.Words(
              "min",
              "max",
              column ->
                  """
                  (SELECT nullif(json_group_array(v), '[]') FROM (\
                  SELECT value AS v FROM json_each(coalesce(t.%1$s, '[]')) \
                  UNION SELECT value FROM json_each(coalesce(excluded.%1$s, '[]')) ORDER BY 1))"""
                      .formatted(column),
              "((strftime('%%s', %2$s) - strftime('%%s', %1$s)) * 1000000"
                  + " + (substr(%2$s, 21, 6) - substr(%1$s, 21, 6))) / 1e3"));

  private static final String DO_NOTHING = "ON CONFLICT DO NOTHING";
  private static final SqliteStatement<ScoreRow> INSERT_SCORES =
      SqliteStatement.insert("agent_scores", ScoreColumns.STORED, ScoreRow::get, DO_NOTHING);
  private static final SqliteStatement<TraceRow> UPSERT_TRACES =
      SqliteStatement.insert(
          "agent_traces",
          TraceColumns.STORED,
          TraceRow::get,
          UPSERT.clause(NOW) + UnsettledTrace.RETURNING);

  private final List<Column<?>> added;
  private final List<Column<?>> spanColumns;
  private final SqliteWal wal = new SqliteWal();

  /**
   * @param added the columns that users have added to agent_spans
   */
  SqliteDialect(List<Column<?>> added) {
    this.added = added;
    this.spanColumns = AddedColumns.with(SpanColumns.STORED, added);
  }

  @Override
  public SqlDialect sql() {
    return SqlDialect.SQLITE;
  }

  @Override
  public String table(String name) {
    return name;
  }

  @Override
  public List<Column<?>> added() {
    return added;
  }

  @Override
  public String type(Column<?> column) {
    return switch (column.type()) {
      case SHORT, INTEGER, LONG, BOOLEAN -> "INTEGER";
      case DOUBLE, DECIMAL -> "REAL";
      default -> "TEXT";
    };
  }

  /**
   * Waits for other writers at least as long as the application's own setting, and puts that back.
   */
  @Override
  public Undo prepare(Connection connection) throws SQLException {
    int before = busyTimeout(connection);
    if (before >= BUSY_TIMEOUT_MS) {
      return () -> {};
    }
    execute(connection, "PRAGMA busy_timeout = " + BUSY_TIMEOUT_MS);
    return () -> execute(connection, "PRAGMA busy_timeout = " + before);
  }

  private static int busyTimeout(Connection connection) throws SQLException {
    return number(connection, "PRAGMA busy_timeout");
  }

  private static int number(Connection connection, String pragma) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(pragma)) {
      return answer.next() ? answer.getInt(1) : 0;
    }
  }

  @Override
  public void begin(Connection connection, Database.Lease lease) throws SQLException {
    SqliteTurn.begin(connection, busyTimeout(connection), lease);
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    execute(connection, "COMMIT");
    wal.bound(connection);
  }

  /** After a full disk and the like, SQLite has rolled back by itself. */
  @Override
  public void rollback(Connection connection) throws SQLException {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
        throw e;
      }
    }
  }

  @Override
  public void insertContents(Connection connection, Collection<Content> contents)
      throws SQLException {
    String sql =
        "INSERT INTO agent_contents (day, content_id, content_type, role, content, bytes) VALUES (?, ?, ?, ?, ?, ?) "
            + "ON CONFLICT DO NOTHING";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (Content content : contents) {
        insert.setString(1, content.key().day().toString());
        insert.setString(2, content.key().id().toString());
        insert.setString(3, content.type());
        insert.setString(4, content.role());
        insert.setString(5, content.json());
        insert.setInt(6, content.bytes());
        insert.executeUpdate();
      }
    }
  }

  @Override
  public Map<UUID, Content> contents(Connection connection, LocalDate day, Set<UUID> ids)
      throws SQLException {
    String sql =
        "SELECT content_type, role, content FROM agent_contents WHERE day = ? AND content_id = ?";
    Map<UUID, Content> contents = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (UUID id : ids) {
        query.setString(1, day.toString());
        query.setString(2, id.toString());
        try (ResultSet rows = query.executeQuery()) {
          if (rows.next()) {
            Content.Key key = new Content.Key(day, id);
            contents.put(
                id, new Content(key, rows.getString(1), rows.getString(2), rows.getString(3)));
          }
        }
      }
    }
    return contents;
  }

  @Override
  public Set<SpanKey> insertSpans(Connection connection, List<SpanRow> spans) throws SQLException {
    Set<SpanKey> inserted = new HashSet<>();
    SqliteStatement<SpanRow> statement =
        SqliteStatement.insert("agent_spans", filled(spans), SpanRow::get, DO_NOTHING);
    try (PreparedStatement insert = statement.prepare(connection)) {
      for (SpanRow span : spans) {
        statement.fill(insert, span);
        if (insert.executeUpdate() == 1) {
          inserted.add(SpanKey.of(span));
        }
      }
    }
    return inserted;
  }

  /**
   * The columns that some of the spans have a value for: binding a null costs as much as binding
   * anything else, and most are null.
   */
  private List<Column<?>> filled(List<SpanRow> spans) {
    Set<Column<?>> empty = new HashSet<>(spanColumns);
    for (SpanRow span : spans) {
      empty.removeIf(column -> span.get(column) != null);
    }
    return spanColumns.stream().filter(column -> !empty.contains(column)).toList();
  }

  @Override
  public void insertScores(Connection connection, List<ScoreRow> scores) throws SQLException {
    try (PreparedStatement insert = INSERT_SCORES.prepare(connection)) {
      for (ScoreRow score : scores) {
        INSERT_SCORES.fill(insert, score);
        insert.executeUpdate();
      }
    }
  }

  @Override
  public List<UnsettledTrace> upsertTraces(Connection connection, List<TraceRow> traces)
      throws SQLException {
    List<UnsettledTrace> unsettled = new ArrayList<>();
    try (PreparedStatement upsert = UPSERT_TRACES.prepare(connection)) {
      for (TraceRow trace : traces) {
        UPSERT_TRACES.fill(upsert, trace);
        try (ResultSet merged = upsert.executeQuery()) {
          unsettled.addAll(UnsettledTrace.read(this, merged));
        }
      }
    }
    return unsettled;
  }

  @Override
  public <R> void update(Connection connection, RowUpdate<R> update, List<R> rows)
      throws SQLException {
    SqliteStatement<R> statement = SqliteStatement.update(update, NOW);
    try (PreparedStatement each = statement.prepare(connection)) {
      for (R row : rows) {
        statement.fill(each, row);
        each.executeUpdate();
      }
    }
  }

  /** Whoever has begun IMMEDIATE is alone. */
  @Override
  public String holdContents(boolean shared) {
    return "";
  }

  /** Waiting in SQLite holds up nobody. */
  @Override
  public void waitBriefly(Connection connection) {}

  @Override
  public Undo wiping(Connection connection) throws SQLException {
    int before = number(connection, "PRAGMA secure_delete");
    number(connection, "PRAGMA secure_delete = ON");
    return () -> number(connection, "PRAGMA secure_delete = " + before);
  }

  /**
   * What was written, moved and merged before has left copies in the gaps of pages: only a file
   * that is written anew has none.
   */
  @Override
  public void tidy(Connection connection, List<String> tables) throws SQLException {
    execute(connection, "VACUUM");
    number(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /** Of letters beyond ASCII, SQLite knows no other case. */
  @Override
  public String like(String column) {
    return column + " LIKE ? ESCAPE '!'";
  }

  @Override
  public String contains(String column) {
    return "instr(" + column + ", ?) > 0";
  }

  @Override
  public String now(Duration later) {
    return later.isZero()
        ? NOW
        : String.format(
            Locale.ROOT,
            "strftime('%%Y-%%m-%%dT%%H:%%M:%%f', 'now', '%+.3f seconds') || '000Z'",
            later.toMillis() / 1e3);
  }

  /** There is one lock, and whoever writes has it. */
  @Override
  public void limitLockWaits(Connection connection, Duration longest) {}

  @Override
  public String skipLocked() {
    return "";
  }

  /** Likewise. */
  @Override
  public String forUpdate() {
    return "";
  }

  @Override
  public String literal(Object value) {
    return "'" + parameter(value).toString().replace("'", "''") + "'";
  }

  @Override
  public String hasElement(String column, String text) {
    return "EXISTS (SELECT 1 FROM json_each(%s) WHERE value = %s)".formatted(column, literal(text));
  }

  @Override
  public String namedContents() {
    return "CROSS JOIN json_tree(json_array(json(s.input_refs), json(s.output_refs), json(s.attribute_refs), s.instructions_ref, s.tools_ref, s.resource_ref, s.source_ref)) AS r";
  }

  @Override
  public String listedContents() {
    return "CROSS JOIN json_each(l.content) AS e";
  }

  /** Nothing says so: all of them are looked at again. */
  @Override
  public String changedSince(Connection connection, String alias) {
    return "1 = 1";
  }

  @Override
  public String place(Column<?> column) {
    return "?";
  }

  @Override
  public @Nullable Object stored(@Nullable Object value) {
    return SqliteValues.of(value);
  }

  /** A transaction that may write has locked everything. */
  @Override
  public String lockInOrder(String... columns) {
    return "";
  }

  /** Likewise. */
  @Override
  public String lockFree(String table, String column) {
    return "";
  }

  @Override
  public String instant(String column) {
    return "strftime('%Y-%m-%dT%H:%M:%fZ', " + column + ") AS " + column;
  }

  @Override
  public Object parameter(Object value) {
    Object stored = SqliteValues.of(value);
    return stored == null ? value : stored;
  }

  @Override
  public @Nullable Object read(ResultSet rows, Column<?> column) throws SQLException {
    String name = column.name();
    String text = rows.getString(name);
    if (text == null) {
      return null;
    }
    return switch (column.type()) {
      case ID, TEXT, JSON, JSONB -> text;
      case SHORT, INTEGER, LONG -> rows.getLong(name);
      case DOUBLE -> rows.getDouble(name);
      case BOOLEAN -> rows.getInt(name) != 0;
      case DECIMAL -> SqliteValues.money(rows.getDouble(name));
      case INSTANT -> SqliteValues.instant(text);
      case UUID -> UUID.fromString(text);
      case TEXT_LIST -> SqliteValues.list(text, element -> element);
      case UUID_LIST -> SqliteValues.list(text, UUID::fromString);
    };
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
