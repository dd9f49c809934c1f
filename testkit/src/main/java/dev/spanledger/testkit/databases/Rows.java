// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a result set into plain lists and maps, so that a test compares it in one line. */
final class Rows {
  private Rows() {}

  static List<Map<String, @Nullable Object>> of(ResultSet results) throws SQLException {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    while (results.next()) {
      rows.add(row(results));
    }
    return rows;
  }

  private static Map<String, @Nullable Object> row(ResultSet results) throws SQLException {
    ResultSetMetaData columns = results.getMetaData();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      row.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), results.getObject(i));
    }
    return row;
  }
}
