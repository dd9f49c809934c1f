// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.rows.SpanRows;
import dev.spanledger.testkit.spans.Hostile;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Rows that hold the first, the last and the odd values of every type of column. */
final class ColumnEdges {
  private static final int TRACE = 900;

  private ColumnEdges() {}

  static List<SpanRow> rows() {
    List<UnaryOperator<SpanRow.Builder>> edges = new ArrayList<>();
    for (long number : new long[] {0, -1, 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      edges.add(row -> row.set(SpanColumns.SEED, number).set(SpanColumns.FLAGS, number));
      edges.add(row -> row.set(SpanColumns.RETRY_COUNT, number));
    }
    for (double number : Hostile.numbers().values()) {
      edges.add(row -> row.set(SpanColumns.TEMPERATURE, number));
    }
    for (String money :
        List.of("0", "0.000000001", "1", "9999", "10000", "12345678.9", "999999999", "1e3")) {
      edges.add(row -> row.set(SpanColumns.COST_USD, new BigDecimal(money)));
    }
    for (boolean bool : new boolean[] {true, false}) {
      edges.add(row -> row.set(SpanColumns.STREAM, bool));
    }
    for (String time :
        List.of("0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "9999-12-30T23:59:59Z")) {
      edges.add(row -> row.set(SpanColumns.END_TIME, Instant.parse(time)));
    }
    lists(edges);
    texts(edges);
    List<SpanRow> rows = new ArrayList<>();
    for (UnaryOperator<SpanRow.Builder> edge : edges) {
      rows.add(edge.apply(SpanRows.span(TRACE, rows.size() + 1)).build());
    }
    return rows;
  }

  private static void lists(List<UnaryOperator<SpanRow.Builder>> edges) {
    edges.add(row -> row.set(SpanColumns.TAGS, List.of()));
    edges.add(row -> row.set(SpanColumns.TAGS, List.of("")));
    edges.add(row -> row.set(SpanColumns.TAGS, List.of("NULL", "{}", "a,b", "\"", "\\", " ")));
    edges.add(row -> row.set(SpanColumns.STOP_SEQUENCES, List.copyOf(Hostile.texts().values())));
    edges.add(row -> row.set(SpanColumns.INPUT, "[{\"role\":\"user\",\"parts\":[]}]"));
    edges.add(row -> row.set(SpanColumns.RESOURCE, "{\"id\":\"" + new UUID(1, -1) + "\"}"));
  }

  /** Longer and shorter than what is sent at once, and just as long. */
  private static void texts(List<UnaryOperator<SpanRow.Builder>> edges) {
    for (int length : new int[] {65_530, 65_531, 65_532, 65_535, 65_536, 65_537, 200_000}) {
      edges.add(row -> row.set(SpanColumns.ERROR_STACK, "x".repeat(length)));
      edges.add(row -> row.set(SpanColumns.INPUT, "\"" + "\u20AC".repeat(length / 3) + "\""));
    }
    for (String text : Hostile.texts().values()) {
      edges.add(row -> row.set(SpanColumns.NAME, text).set(SpanColumns.SESSION_ID, text));
      edges.add(row -> row.set(SpanColumns.INPUT, text).set(SpanColumns.EVENTS, text));
    }
  }
}
