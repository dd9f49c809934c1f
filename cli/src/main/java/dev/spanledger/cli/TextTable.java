// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table for people: columns stand below each other, numbers to the right, each row a line. */
final class TextTable {
  private static final int WIDEST = 60;

  private final List<String> columns;
  private final List<List<@Nullable Object>> rows;

  TextTable(List<String> columns, List<List<@Nullable Object>> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  void print(PrintWriter out) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns);
    for (List<@Nullable Object> row : rows) {
      lines.add(row.stream().map(TextTable::text).toList());
    }
    int[] widths = widths(lines);
    for (List<String> line : lines) {
      out.println(line(line, widths));
    }
  }

  private static int[] widths(List<List<String>> lines) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Math.min(WIDEST, line.get(i).length()));
      }
    }
    return widths;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String gap = " ".repeat(Math.max(0, widths[i] - cells.get(i).length()));
      boolean number = isNumeric(i);
      line.append(i == 0 ? "" : "  ")
          .append(number ? gap : "")
          .append(cells.get(i))
          .append(number ? "" : gap);
    }
    return line.toString().stripTrailing();
  }

  private boolean isNumeric(int column) {
    return rows.stream().anyMatch(row -> row.get(column) instanceof Number)
        && rows.stream()
            .allMatch(row -> row.get(column) == null || row.get(column) instanceof Number);
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "-";
    }
    return value instanceof String text ? Figures.line(text, Integer.MAX_VALUE) : Json.of(value);
  }
}
