// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of a Markdown page: the names of its columns, and its rows of trimmed cells. */
record MarkdownTable(List<String> header, List<List<String>> rows) {

  /** All tables of the page, in order. */
  static List<MarkdownTable> in(String page) {
    List<MarkdownTable> tables = new ArrayList<>();
    List<List<String>> lines = new ArrayList<>();
    for (String line : (page + "\n").split("\n", -1)) {
      if (line.startsWith("|")) {
        lines.add(cells(line));
      } else if (!lines.isEmpty()) {
        tables.add(new MarkdownTable(lines.get(0), List.copyOf(lines.subList(2, lines.size()))));
        lines.clear();
      }
    }
    return tables;
  }

  /** The rows as maps from a column's name to its cell. */
  List<Map<String, String>> maps() {
    return rows.stream().map(this::map).toList();
  }

  private Map<String, String> map(List<String> row) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      map.put(header.get(i), row.get(i));
    }
    return map;
  }

  private static List<String> cells(String line) {
    String inner = line.substring(1, line.lastIndexOf('|'));
    return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
  }
}
