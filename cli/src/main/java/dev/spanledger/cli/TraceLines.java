// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceRow;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs, a line or a row each. */
public final class TraceLines {
  public static final List<String> COLUMNS =
      List.of(
          "id",
          "status",
          "start",
          "duration_ms",
          "tokens",
          "cost_usd",
          "spans",
          "errors",
          "agent",
          "session",
          "first_error");

  private static final int SHORT_ID = 8;
  private static final int ERROR_CHARS = 80;
  private static final int WHOLE_ID = 32;

  private final List<TraceRow> traces;

  public TraceLines(List<TraceRow> traces) {
    this.traces = traces;
  }

  void print(PrintWriter out) {
    int chars = idChars();
    for (TraceRow trace : traces) {
      out.println(line(trace, chars));
    }
  }

  /** In the order of {@link #COLUMNS}. */
  public List<List<@Nullable Object>> rows() {
    return traces.stream().map(TraceLines::row).toList();
  }

  /** {@code 4f2a1c90 ERROR 41.2s 83k tok $0.41 spans=212 planner session=s9 <when> first error}. */
  static String line(TraceRow trace, int idChars) {
    List<String> parts = new ArrayList<>();
    parts.add(trace.traceId().substring(0, idChars));
    parts.add(trace.status().equals("UNSET") ? "OK" : trace.status());
    parts.add(Figures.duration(trace.durationMs()));
    if (present(trace, TraceColumns.TOTAL_TOKENS) || present(trace, TraceColumns.LLM_CALLS)) {
      parts.add(Figures.tokens(trace.get(TraceColumns.TOTAL_TOKENS)) + " tok");
      parts.add(Figures.cost(trace.get(TraceColumns.COST_USD)));
    }
    parts.add("spans=" + trace.spanCount());
    add(parts, "", trace.name());
    add(parts, "session=", trace.get(TraceColumns.SESSION_ID));
    parts.add(Figures.time(trace.startTime()));
    add(parts, "! ", trace.get(TraceColumns.FIRST_ERROR));
    return String.join(" ", parts);
  }

  private static boolean present(TraceRow trace, Column<Long> column) {
    Long number = trace.get(column);
    return number != null && number > 0;
  }

  private static void add(List<String> parts, String label, @Nullable String value) {
    if (value != null) {
      parts.add(label + Figures.line(value, ERROR_CHARS));
    }
  }

  /** So many that no two of them begin alike. */
  private int idChars() {
    for (int chars = SHORT_ID; chars < WHOLE_ID; chars += 4) {
      Set<String> ids = new HashSet<>();
      int length = chars;
      if (traces.stream().allMatch(trace -> ids.add(trace.traceId().substring(0, length)))) {
        return chars;
      }
    }
    return WHOLE_ID;
  }

  private static List<@Nullable Object> row(TraceRow trace) {
    String error = trace.get(TraceColumns.FIRST_ERROR);
    return Arrays.asList(
        trace.traceId(),
        trace.status(),
        trace.startTime().toString(),
        trace.durationMs(),
        trace.get(TraceColumns.TOTAL_TOKENS),
        trace.get(TraceColumns.COST_USD),
        trace.spanCount(),
        trace.get(TraceColumns.ERROR_COUNT),
        trace.get(TraceColumns.AGENT_NAME),
        trace.get(TraceColumns.SESSION_ID),
        error == null ? null : Figures.line(error, ERROR_CHARS));
  }
}
