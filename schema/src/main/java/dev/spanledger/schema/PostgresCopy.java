// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * Rows by {@code COPY … FROM STDIN (FORMAT BINARY)}, where {@link Pgjdbc} is behind the connection.
 *
 * @param <R> the type of a row
 */
final class PostgresCopy<R> {
  /** The signature, no flags, and no extension of the header. */
  private static final byte[] HEADER =
      "PGCOPY\n\u00FF\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

  private static final int TRAILER = -1;

  private final List<Column<?>> columns;
  private final BiFunction<R, Column<?>, @Nullable Object> values;
  private final String sql;

  PostgresCopy(
      String table, List<Column<?>> columns, BiFunction<R, Column<?>, @Nullable Object> values) {
    this.columns = columns;
    this.values = values;
    this.sql =
        columns.stream()
            .map(Column::sql)
            .collect(
                Collectors.joining(", ", "COPY " + table + " (", ") FROM STDIN (FORMAT BINARY)"));
  }

  /** All of them, or an exception. */
  void run(Connection connection, List<R> rows) throws SQLException {
    CopyIn copy = Pgjdbc.copyIn(connection, sql);
    try {
      CopyBuffer out = new CopyBuffer(copy::writeToCopy);
      out.putBytes(HEADER);
      for (R row : rows) {
        write(row, out);
      }
      out.putShort(TRAILER);
      out.flush();
      copy.endCopy();
    } catch (SQLException | RuntimeException | Error e) {
      cancel(copy, connection, e);
      throw e;
    }
  }

  private void write(R row, CopyBuffer out) throws SQLException {
    out.putShort(columns.size());
    for (Column<?> column : columns) {
      CopyField.write(out, column.type(), values.apply(row, column));
    }
  }

  /**
   * The driver's connection waits for ever for a COPY that was not ended. To say so to a server
   * that does not answer would take as long again as finding that out.
   */
  private static void cancel(CopyIn copy, Connection connection, Throwable cause) {
    if (!copy.isActive()) {
      return;
    }
    if (SqlFailure.isOfTheConnection(cause)) {
      Database.abort(connection);
    }
    try {
      copy.cancelCopy();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
