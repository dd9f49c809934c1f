// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.rows;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanFlags;
import dev.spanledger.schema.SpanRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a trace, written as a tree. A line is a span: two blanks of indentation a level, its
 * kind, and then words:
 *
 * <ul>
 *   <li>{@code 100+10}: input and output tokens; {@code $0.5}: a reported cost
 *   <li>{@code sum}, {@code record}: its usage scope; {@code remote}: its parent is in another
 *       process
 *   <li>{@code name=search}, {@code id=c1}: the tool and its call; {@code mcp}: by MCP
 *   <li>{@code interaction}, {@code loop}: of Embabel
 *   <li>{@code counts}: its usage shall count
 * </ul>
 */
final class SpanTreeText {
  private final List<String> lines;

  SpanTreeText(String tree) {
    this.lines = tree.lines().toList();
  }

  /** The spans in the order of their lines, each in the time of its parent. */
  List<SpanRow> rows(long trace) {
    List<SpanRow> rows = new ArrayList<>();
    Map<Integer, Integer> open = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      int level = level(lines.get(i));
      open.put(level, i + 1);
      Integer parent = open.get(level - 1);
      rows.add(row(trace, i + 1, parent));
    }
    return rows;
  }

  /** The ids of the spans that have the word. */
  List<String> spansThat(String word) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (words(lines.get(i)).contains(word)) {
        ids.add(SpanRows.spanId(i + 1));
      }
    }
    return ids;
  }

  /** The process that each span is in, by number of line: a remote span begins a new one. */
  List<Integer> processes() {
    List<Integer> processes = new ArrayList<>();
    Map<Integer, Integer> open = new LinkedHashMap<>();
    int last = 0;
    for (String line : lines) {
      int level = level(line);
      int process = words(line).contains("remote") ? ++last : open.getOrDefault(level - 1, 0);
      open.put(level, process);
      processes.add(process);
    }
    return processes;
  }

  private SpanRow row(long trace, int number, @Nullable Integer parent) {
    String line = lines.get(number - 1);
    List<String> words = words(line);
    int last = number;
    while (last < lines.size() && level(lines.get(last)) > level(line)) {
      last++;
    }
    SpanRow.Builder row =
        SpanRows.span(trace, number)
            .set(SpanColumns.KIND, words.get(0))
            .set(SpanColumns.PARENT_SPAN_ID, parent == null ? null : SpanRows.spanId(parent));
    long start = Objects.requireNonNull(row.get(SpanColumns.START_UNIX_NANO));
    row.times(start, start + Duration.ofMillis(1 + 2L * (last - number)).toNanos(), SpanRows.NOW);
    words.stream().skip(1).forEach(word -> set(row, word));
    return row.build();
  }

  private static void set(SpanRow.Builder row, String word) {
    if (word.startsWith("$")) {
      row.set(SpanColumns.COST_USD, new BigDecimal(word.substring(1)))
          .set(SpanColumns.COST_STATUS, "REPORTED");
    } else if (word.contains("+")) {
      int plus = word.indexOf('+');
      usage(
          row,
          Long.parseLong(word, 0, plus, 10),
          Long.parseLong(word, plus + 1, word.length(), 10));
    } else if (word.startsWith("name=")) {
      row.set(SpanColumns.TOOL_NAME, word.substring(5).replace('_', ' '));
    } else if (word.startsWith("id=")) {
      row.set(SpanColumns.TOOL_CALL_ID, word.substring(3));
    } else {
      flag(row, word);
    }
  }

  private static void usage(SpanRow.Builder row, long input, long output) {
    row.set(SpanColumns.INPUT_TOKENS, input)
        .set(SpanColumns.OUTPUT_TOKENS, output)
        .set(SpanColumns.TOTAL_TOKENS, input + output);
  }

  private static void flag(SpanRow.Builder row, String word) {
    switch (word) {
      case "sum" -> row.set(SpanColumns.USAGE_SCOPE, "aggregate");
      case "record" -> row.set(SpanColumns.USAGE_SCOPE, "record");
      case "mcp" -> row.set(SpanColumns.MCP_METHOD, "tools/call");
      case "interaction" -> row.set(SpanColumns.SUB_KIND, "llm_interaction");
      case "loop" -> row.set(SpanColumns.OPERATION_NAME, "tool_loop");
      case "remote" ->
          row.set(SpanColumns.FLAGS, SpanFlags.HAS_IS_REMOTE | SpanFlags.PARENT_IS_REMOTE);
      case "counts" -> {}
      default -> throw new IllegalArgumentException(word);
    }
  }

  private static int level(String line) {
    return line.indexOf(line.strip()) / 2;
  }

  private static List<String> words(String line) {
    return Arrays.asList(line.strip().split(" "));
  }
}
