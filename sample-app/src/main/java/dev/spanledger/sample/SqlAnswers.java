// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import dev.spanledger.sqlexamples.SqlExample;
import dev.spanledger.sqlexamples.SqlExamples;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Asks the database every question of the SQL examples and shows how each answer begins. */
final class SqlAnswers {
  private static final int ROWS = 4;
  private static final int CELL_CHARS = 36;

  private SqlAnswers() {}

  static void print(Connection connection, PrintWriter out) throws SQLException {
    SqlExample.Dialect dialect = SqlExample.Dialect.of(connection);
    List<String> withoutAnswer = new ArrayList<>();
    for (SqlExample example : SqlExamples.all()) {
      List<String> answer = ask(connection, example.sql(dialect));
      if (answer.isEmpty()) {
        withoutAnswer.add(example.name());
      } else {
        out.println(example.title() + "  (" + example.name() + ")");
        answer.forEach(line -> out.println("  " + line));
        out.println();
      }
    }
    if (!withoutAnswer.isEmpty()) {
      out.println("Nothing to tell: " + String.join(", ", withoutAnswer));
      out.println();
    }
  }

  private static List<String> ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      return lines(answer);
    }
  }

  /** None where the answer has no rows. */
  private static List<String> lines(ResultSet answer) throws SQLException {
    TextTable table = new TextTable(header(answer.getMetaData()));
    int rows = 0;
    while (answer.next()) {
      rows++;
      if (rows <= ROWS) {
        table.add(row(answer));
      }
    }
    List<String> lines = rows == 0 ? new ArrayList<>() : table.lines();
    if (rows > ROWS) {
      lines.add("(" + (rows - ROWS) + " more)");
    }
    return lines;
  }

  private static List<String> header(ResultSetMetaData columns) throws SQLException {
    List<String> header = new ArrayList<>();
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      header.add(columns.getColumnLabel(column));
    }
    return header;
  }

  private static List<String> row(ResultSet answer) throws SQLException {
    List<String> row = new ArrayList<>();
    for (int column = 1; column <= answer.getMetaData().getColumnCount(); column++) {
      String cell = Objects.requireNonNullElse(answer.getString(column), "");
      row.add(OneLine.of(cell, CELL_CHARS));
    }
    return row;
  }
}
