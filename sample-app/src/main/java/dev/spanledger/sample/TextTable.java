// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Aligns rows in columns, numbers to the right. */
final class TextTable {
  private static final Pattern NUMBER = Pattern.compile("-?[\\d.,]*( ms)?");

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(List<String> header) {
    this.header = header;
  }

  void add(List<String> row) {
    rows.add(row);
  }

  /** The header, a rule under each column, and the rows. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line(header));
    lines.add(line(IntStream.range(0, header.size()).mapToObj(this::rule).toList()));
    rows.forEach(row -> lines.add(line(row)));
    return lines;
  }

  private String line(List<String> cells) {
    List<String> aligned = new ArrayList<>();
    for (int column = 0; column < cells.size(); column++) {
      String format = isNumeric(column) ? "%" + width(column) + "s" : "%-" + width(column) + "s";
      aligned.add(String.format(format, cells.get(column)));
    }
    return String.join("  ", aligned).stripTrailing();
  }

  private String rule(int column) {
    return "-".repeat(width(column));
  }

  private int width(int column) {
    int widest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return Math.max(widest, header.get(column).length());
  }

  private boolean isNumeric(int column) {
    return rows.stream().allMatch(row -> NUMBER.matcher(row.get(column)).matches());
  }
}
