// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceTree;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Shows a stored trace: one line a span, indented by who called whom. */
final class RunTree {
  private static final int NAME_CHARS = 44;
  private static final int ERROR_CHARS = 60;

  private final TextTable table =
      new TextTable(List.of("kind", "name", "duration", "tokens in", "out", "error"));

  private RunTree() {}

  static List<String> lines(List<TraceTree.Node> roots) {
    RunTree tree = new RunTree();
    tree.add(roots, "");
    return tree.table.lines();
  }

  private void add(List<TraceTree.Node> nodes, String indent) {
    for (TraceTree.Node node : nodes) {
      table.add(row(node.span(), indent));
      add(node.children(), indent + "  ");
    }
  }

  private static List<String> row(SpanRow span, String indent) {
    return List.of(
        span.kind(),
        OneLine.cut(indent + span.name(), NAME_CHARS),
        String.format(Locale.ROOT, "%.1f ms", span.durationMs()),
        number(span, SpanColumns.INPUT_TOKENS),
        number(span, SpanColumns.OUTPUT_TOKENS),
        OneLine.of(error(span), ERROR_CHARS));
  }

  private static String number(SpanRow span, Column<Long> column) {
    Long value = span.get(column);
    return value == null ? "" : value.toString();
  }

  private static String error(SpanRow span) {
    if (!span.status().equals("ERROR")) {
      return "";
    }
    String message = span.get(SpanColumns.ERROR_MESSAGE);
    return message != null
        ? message
        : Objects.requireNonNullElse(span.get(SpanColumns.STATUS_MESSAGE), span.status());
  }
}
