// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceTree;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;

class TraceTreeTest {
  @EachDatabase
  void childrenStandBelowTheirParentInOrderOfStart(TestDatabase database) throws SQLException {
    assertThat(
            tree(
                database,
                SpanRows.llm(1, 5, 4).build(),
                SpanRows.llm(1, 3, 1).build(),
                SpanRows.agent(1, 1).build(),
                SpanRows.child(1, 4, 1, "TOOL").build(),
                SpanRows.llm(1, 2, 1).build()))
        .isEqualTo("1(2 3 4(5))");
  }

  @EachDatabase
  void orphansStandBesideTheRoot(TestDatabase database) throws SQLException {
    assertThat(
            tree(
                database,
                SpanRows.llm(1, 1, 99).build(),
                SpanRows.agent(1, 2).build(),
                SpanRows.llm(1, 3, 2).build(),
                SpanRows.llm(1, 4, 1).build(),
                SpanRows.agent(1, 5).build()))
        .isEqualTo("1(4) 2(3) 5");
  }

  @EachDatabase
  void spansInACircleAllAreShown(TestDatabase database) throws SQLException {
    String tree =
        tree(
            database,
            SpanRows.agent(1, 1).build(),
            SpanRows.llm(1, 2, 3).build(),
            SpanRows.llm(1, 3, 2).build(),
            SpanRows.llm(1, 4, 3).build(),
            SpanRows.llm(1, 5, 5).build(),
            SpanRows.llm(1, 6, 1).build());
    assertThat(tree).isEqualTo("1(6) 2 3(4) 5");
  }

  /** Quadratic work on what anyone can send would be a way to stop the viewer. */
  @EachDatabase
  @Timeout(60)
  void aLongChainWithACircleIsNoTrouble(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    int length = 10_000;
    List<SpanRow> chain = new ArrayList<>(List.of(SpanRows.agent(1, 1).build()));
    for (int span = 2; span <= length; span++) {
      chain.add(SpanRows.child(1, span, span - 1, "OTHER").build());
    }
    chain.add(SpanRows.child(1, length + 1, length + 1, "OTHER").build());
    schema.writer().write(chain);
    TraceTree tree = schema.reader().trace(SpanRows.traceId(1)).orElseThrow();
    assertThat(tree.spans()).hasSize(length + 1);
    assertThat(tree.roots()).hasSize(2);
  }

  @EachDatabase
  void aTraceOverMidnightIsWhole(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    for (int span = 1; span <= 4; span++) {
      Tables.write(
          schema,
          SpanRows.at(SpanRows.NOW.minus(Duration.ofHours(10L * span)))
              .set(SpanColumns.TRACE_ID, SpanRows.traceId(1))
              .set(SpanColumns.SPAN_ID, SpanRows.spanId(span))
              .build());
    }
    assertThat(schema.reader().trace(SpanRows.traceId(1)).orElseThrow().spans()).hasSize(4);
  }

  @EachDatabase
  void aTreeHasNoContentAndASpanHas(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanRow row =
        SpanRows.llm(1, 1, 2)
            .set(SpanColumns.INPUT, "[ {\"role\" : \"user\"} ]")
            .set(SpanColumns.INPUT_PREVIEW, "asked")
            .set(SpanColumns.EVENTS, "[{\"name\":\"e\"}]")
            .set(SpanColumns.ATTRIBUTES, "{\"a\":1}")
            .set(SpanColumns.SYSTEM_INSTRUCTIONS, "\"be kind\"")
            .build();
    Tables.write(schema, row);
    SpanRow inTree = schema.reader().trace(row.traceId()).orElseThrow().spans().get(0);
    assertThat(inTree.get(SpanColumns.INPUT)).isNull();
    assertThat(inTree.get(SpanColumns.EVENTS)).isNull();
    assertThat(inTree.get(SpanColumns.INPUT_PREVIEW)).isEqualTo("asked");
    assertThat(inTree.get(SpanColumns.ATTRIBUTES)).contains("\"a\"");
    ReadBack.assertEqual(schema.reader(), row, "with content");
  }

  @EachDatabase
  void whatIsNotThereIsEmpty(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(schema, SpanRows.agent(1, 1).build());
    assertThat(schema.reader().trace(SpanRows.traceId(2))).isEmpty();
    assertThat(schema.reader().recompute(SpanRows.traceId(2))).isEmpty();
    assertThat(schema.reader().span(SpanRows.traceId(1), SpanRows.spanId(2))).isEmpty();
  }

  private static String tree(TestDatabase database, SpanRow... rows) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(schema, rows);
    TraceTree tree = schema.reader().trace(SpanRows.traceId(1)).orElseThrow();
    assertThat(tree.spans()).hasSize(rows.length);
    return print(tree.roots());
  }

  /** Numbers of spans, with their children in brackets. */
  private static String print(List<TraceTree.Node> nodes) {
    return nodes.stream()
        .map(
            node ->
                Long.parseLong(node.span().spanId(), 16)
                    + (node.children().isEmpty() ? "" : "(" + print(node.children()) + ")"))
        .collect(Collectors.joining(" "));
  }
}
