// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries that somebody typed, or a model made up: one statement that reads, within limits.
 * It is looked at before it runs ({@code SELECT}, {@code WITH}, {@code VALUES} and {@code EXPLAIN},
 * and functions of a list), and it runs where the database refuses to write: in PostgreSQL in a
 * transaction that reads only and is rolled back, in SQLite with {@code query_only}. What the
 * connection's role may read, the query may read: of a shared database, give it a role.
 *
 * <p>Two things are the DataSource's to bound. A text that a query makes up may be as long as the
 * database lets it: PostgreSQL's driver has {@code maxResultBuffer}, SQLite's {@code limit_length}.
 * And SQLite is broken off between the steps of a query, not within a call of a function.
 *
 * <p>Thread-safe; each query borrows one connection.
 */
public final class ReadOnlySql {
  private static final int FETCH_SIZE = 200;

  private final Database database;

  ReadOnlySql(Database database) {
    this.database = database;
  }

  /**
   * What an answer may cost.
   *
   * @param rows the most rows, from 1
   * @param chars the most characters of all values together, from 1; a longer value is cut
   * @param timeout how long the database may take, from a millisecond
   */
  public record Limits(int rows, int chars, Duration timeout) {
    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException outside of them
     */
    public Limits {
      if (rows < 1 || chars < 1 || timeout.toMillis() < 1) {
        throw new IllegalArgumentException(
            "limits must be 1 or more, but are %d rows, %d characters, %s"
                .formatted(rows, chars, timeout));
      }
    }
  }

  /**
   * What a query found.
   *
   * @param rows of numbers, booleans, texts and nulls, in the order of the columns; times in UTC
   * @param partial whether a limit has cut it
   */
  public record Answer(List<String> columns, List<List<@Nullable Object>> rows, boolean partial) {}

  /**
   * Runs a query.
   *
   * @throws SqlRefusedException where it does more than read, is wrong, or takes too long
   * @throws TraceSchemaException where the database cannot be reached
   */
  public Answer query(String sql, Limits limits) {
    SqlGuard.check(sql, database.dialect().sql());
    return run(sql, limits);
  }

  /**
   * The tables and views that hold traces, with their columns and types, in the order of their
   * definition: rows of {@code relation}, {@code column}, {@code type}.
   *
   * @throws TraceSchemaException where the database cannot be reached
   */
  public Answer relations() {
    return run(
        QuerySession.relations(database.dialect()),
        new Limits(10_000, 10_000_000, Duration.ofSeconds(30)));
  }

  private Answer run(String sql, Limits limits) {
    return Opening.explain(() -> database.run(connection -> answered(connection, sql, limits)));
  }

  private Answer answered(Connection connection, String sql, Limits limits) throws SQLException {
    Dialect.Undo undo = QuerySession.begin(database.dialect(), connection, limits.timeout());
    try (Statement statement = connection.createStatement();
        Deadline deadline = new Deadline(statement::cancel)) {
      deadline.in(limits.timeout());
      statement.setEscapeProcessing(false);
      statement.setFetchSize(FETCH_SIZE);
      statement.setMaxRows(limits.rows() + 1);
      return read(statement, sql, limits);
    } finally {
      undo.run();
    }
  }

  private static Answer read(Statement statement, String sql, Limits limits) {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return read(rows, limits);
    } catch (SQLException e) {
      throw refused(e, limits);
    }
  }

  private static Answer read(ResultSet rows, Limits limits) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(meta.getColumnLabel(i));
    }
    List<List<@Nullable Object>> read = new ArrayList<>();
    Budget budget = new Budget(limits.chars());
    while (!budget.spent() && read.size() < limits.rows() && rows.next()) {
      List<@Nullable Object> row = new ArrayList<>(columns.size());
      for (int i = 1; i <= columns.size(); i++) {
        row.add(budget.take(value(rows, i)));
      }
      read.add(row);
    }
    boolean partial = budget.cut() || rows.next();
    return new Answer(columns, read, partial);
  }

  private static @Nullable Object value(ResultSet rows, int column) throws SQLException {
    Object value = rows.getObject(column);
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : rows.getString(column);
  }

  private static SqlRefusedException refused(SQLException e, Limits limits) {
    String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    if (SqlFailure.isCanceled(e)) {
      return new SqlRefusedException(
          SqlRefusedException.Reason.TIMEOUT,
          "the query was broken off after %d ms: ask for less, such as the last day (start_time), or give it more time"
              .formatted(limits.timeout().toMillis()),
          e);
    }
    if (SqlFailure.isNotAllowed(e)) {
      return new SqlRefusedException(
          SqlRefusedException.Reason.PERMISSION,
          "this role may not read that (%s): name the columns that it may read, or use another role"
              .formatted(said),
          e);
    }
    return new SqlRefusedException(
        SqlRefusedException.Reason.INVALID, "the database does not take the query: " + said, e);
  }

  /** The characters that an answer still has. */
  private static final class Budget {
    private int left;
    private boolean cut;

    Budget(int chars) {
      this.left = chars;
    }

    @Nullable Object take(@Nullable Object value) {
      String text = value == null ? "" : value.toString();
      cut |= text.length() > left;
      Object taken = value instanceof String && text.length() > left ? cut(text) : value;
      left = Math.max(0, left - text.length());
      return taken;
    }

    private String cut(String text) {
      int end = left > 0 && Character.isHighSurrogate(text.charAt(left - 1)) ? left - 1 : left;
      return text.substring(0, end);
    }

    boolean spent() {
      return left == 0;
    }

    boolean cut() {
      return cut;
    }
  }
}
