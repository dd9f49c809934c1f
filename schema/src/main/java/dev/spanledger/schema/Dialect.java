// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the databases differ. Instances are immutable and know the schema that the tables are in.
 */
sealed interface Dialect permits PostgresDialect, SqliteDialect {
  /** The folder of the dialect's scripts. */
  SqlDialect sql();

  /** A table or view, qualified: nothing relies on a connection's search_path. */
  String table(String name);

  /** Readies a connection that is in auto-commit mode; the answer undoes it. */
  Undo prepare(Connection connection) throws SQLException;

  /** Begins a transaction that may write at once, and waits for it as long as the lease allows. */
  void begin(Connection connection, Database.Lease lease) throws SQLException;

  void commit(Connection connection) throws SQLException;

  void rollback(Connection connection) throws SQLException;

  void insertContents(Connection connection, Collection<Content> contents) throws SQLException;

  /** The contents of a day, of all types; without those that are not there. */
  Map<UUID, Content> contents(Connection connection, LocalDate day, Set<UUID> ids)
      throws SQLException;

  /** What the role that readers are connected as sees. */
  default Sight sight() {
    return Sight.WHOLE;
  }

  /** The columns that users have added to {@code agent_spans}. */
  List<Column<?>> added();

  /** The type that a column has in a CREATE or ALTER TABLE, as the catalogue spells it. */
  String type(Column<?> column);

  /**
   * What makes a transaction hold contents ({@code shared}), or be alone with them; empty where
   * every transaction that writes is alone.
   */
  String holdContents(boolean shared);

  /** Has the transaction wait for locks so briefly that nobody notices who waits behind it. */
  void waitBriefly(Connection connection) throws SQLException;

  /** Until it is undone, what is deleted leaves nothing in the database's files. */
  Undo wiping(Connection connection) throws SQLException;

  /** Has the tables' files, and their logs, lose what was deleted; outside a transaction. */
  void tidy(Connection connection, List<String> tables) throws SQLException;

  /**
   * A condition: the column's text is like the parameter, letters in any case. See {@link Like}.
   */
  String like(String column);

  /** A condition: the column's text has the parameter in it. */
  String contains(String column);

  /** The time by the database's clock, and so much later or earlier, as an expression. */
  String now(Duration later);

  /** What {@link #now} says. */
  default Instant askTime(Connection connection) throws SQLException {
    String sql = "SELECT %s AS asked_at".formatted(now(Duration.ZERO));
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return Objects.requireNonNull(
          OpenSpanColumns.ASKED_AT.cast(read(rows, OpenSpanColumns.ASKED_AT)));
    }
  }

  /** Until the transaction ends, a statement that waits longer for a lock fails. */
  void limitLockWaits(Connection connection, Duration longest) throws SQLException;

  /** The tail of a query that locks its rows, but for those that somebody else has locked. */
  String skipLocked();

  /** Inserts the spans that are not there yet, in the given order, and says which those were. */
  Set<SpanKey> insertSpans(Connection connection, List<SpanRow> spans) throws SQLException;

  /** Inserts the scores that are not there yet. */
  void insertScores(Connection connection, List<ScoreRow> scores) throws SQLException;

  /**
   * Merges the rows, in the given order, into those that are there, and locks them; says which of
   * the traces are unsettled.
   */
  List<UnsettledTrace> upsertTraces(Connection connection, List<TraceRow> traces)
      throws SQLException;

  /** Sets columns of rows that are there. */
  <R> void update(Connection connection, RowUpdate<R> update, List<R> rows) throws SQLException;

  /**
   * What follows a SELECT so that the rows it finds stay as they are until the transaction ends.
   */
  String forUpdate();

  /** Where a column's value goes in a statement, for {@link #stored}. */
  String place(Column<?> column);

  /** A column's value as a parameter of a statement. */
  @Nullable Object stored(@Nullable Object value);

  /** The value as a parameter of a condition. */
  Object parameter(Object value);

  /** A text or an instant as a part of a statement, whatever is in it. */
  String literal(Object value);

  /** Whether a column, which is a list of texts or null, has the text; never null. */
  String hasElement(String column, String text);

  /**
   * What follows {@code FROM agent_spans s}, so that there is a row a content that the span names,
   * whose id is {@code r.atom}; rows without are to be passed over.
   */
  String namedContents();

  /**
   * What follows {@code FROM agent_contents l}, whose type is {@code list}, so that there is a row
   * an id in it: {@code e.value}.
   */
  String listedContents();

  /**
   * A condition on rows of a table, by its alias: whether they may have come or changed since now.
   */
  String changedSince(Connection connection, String alias) throws SQLException;

  /** The tail of a query that locks its rows, one after the other in the order of the columns. */
  String lockInOrder(String... columns);

  /** As {@link #lockInOrder}, but passes over rows that somebody else has locked. */
  String lockFree(String table, String column);

  /** A column of type timestamptz in a form that {@link #read} reads, whoever wrote it. */
  String instant(String column);

  @Nullable Object read(ResultSet rows, Column<?> column) throws SQLException;

  /** Sets a connection back to how its pool gave it out. */
  @FunctionalInterface
  interface Undo {
    void run() throws SQLException;
  }
}
