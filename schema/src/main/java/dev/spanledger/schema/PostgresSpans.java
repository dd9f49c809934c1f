// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts spans by COPY, which is fast but takes all rows or none. Where one of them is stored
 * already, or there is no COPY, a statement inserts those that are new. Thread-safe.
 */
final class PostgresSpans {
  private static final Logger log = LoggerFactory.getLogger(TraceSchema.class);
  private static final String DUPLICATE = "23505";

  /**
   * The server, what is in front of it, or the table does not take this COPY: not supported, not
   * allowed, not understood, or other types than the binary format was written for.
   */
  private static final Set<String> REFUSALS =
      Set.of("0A000", "42501", "42601", "22P03", "22P04", "08P01");

  private final PostgresCopy<SpanRow> copy;
  private final PostgresInsert<SpanRow> insert;
  private volatile boolean refused;

  PostgresSpans(String table, List<Column<?>> columns) {
    this.copy = new PostgresCopy<>(table, columns, SpanRow::get);
    this.insert =
        new PostgresInsert<>(
            table, columns, SpanRow::get, "ON CONFLICT DO NOTHING RETURNING trace_id, span_id");
  }

  /** Says which of the spans are new, and now inserted. */
  Set<SpanKey> insert(Connection connection, List<SpanRow> spans) throws SQLException {
    return !refused && Pgjdbc.isBehind(connection)
        ? copy(connection, spans)
        : insertNew(connection, spans);
  }

  private Set<SpanKey> copy(Connection connection, List<SpanRow> spans) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      copy.run(connection, spans);
    } catch (SQLException e) {
      return insertAfter(e, before, connection, spans);
    }
    Set<SpanKey> inserted = new HashSet<>();
    spans.forEach(span -> inserted.add(SpanKey.of(span)));
    return inserted;
  }

  private Set<SpanKey> insertAfter(
      SQLException failure, Savepoint before, Connection connection, List<SpanRow> spans)
      throws SQLException {
    boolean isRefusal = REFUSALS.contains(String.valueOf(failure.getSQLState()));
    if (!isRefusal && !DUPLICATE.equals(failure.getSQLState())) {
      throw failure;
    }
    connection.rollback(before);
    Set<SpanKey> inserted = insertNew(connection, spans);
    if (isRefusal) {
      log.info("spanledger: writing without COPY: {}", failure.getMessage());
      refused = true;
    }
    return inserted;
  }

  private Set<SpanKey> insertNew(Connection connection, List<SpanRow> spans) throws SQLException {
    Set<SpanKey> inserted = new HashSet<>();
    try (PreparedStatement statement = insert.prepare(connection, spans);
        ResultSet keys = statement.executeQuery()) {
      while (keys.next()) {
        inserted.add(new SpanKey(keys.getString(1), keys.getString(2)));
      }
    }
    return inserted;
  }
}
