// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column that a raw writer fills.
 *
 * @param type as the catalogue calls it: {@code int8}, {@code _text}
 */
record PostgresColumn(String name, String type) {
  /** Without {@code ingested_at}, which the database fills itself. */
  static List<PostgresColumn> of(TestDatabase database, String table) throws SQLException {
    List<PostgresColumn> columns = new ArrayList<>();
    for (Map<String, ?> row :
        database.rows(
            """
            SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = '%s'::regclass AND a.attnum > 0 AND a.attname <> 'ingested_at'
            ORDER BY a.attnum"""
                .formatted(table))) {
      columns.add(
          new PostgresColumn(
              String.valueOf(row.get("attname")), String.valueOf(row.get("typname"))));
    }
    return columns;
  }

  /** The value as an application would hold it. */
  @Nullable Object read(ResultSet rows, int index) throws SQLException {
    Object value =
        switch (type) {
          case "bool" -> rows.getBoolean(index);
          case "int2", "int4", "int8" -> rows.getLong(index);
          case "float8" -> rows.getDouble(index);
          case "numeric" -> rows.getBigDecimal(index);
          case "timestamptz" -> {
            OffsetDateTime time = rows.getObject(index, OffsetDateTime.class);
            yield time == null ? null : time.toInstant();
          }
          case "_text" -> list(rows.getArray(index));
          default -> rows.getString(index);
        };
    return rows.wasNull() ? null : value;
  }

  private static @Nullable List<Object> list(@Nullable Array array) throws SQLException {
    return array == null ? null : List.of((Object[]) array.getArray());
  }
}
