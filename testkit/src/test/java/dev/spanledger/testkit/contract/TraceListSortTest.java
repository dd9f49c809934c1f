// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceFacets;
import dev.spanledger.schema.TracePage;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceReaders;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.RandomRows;
import dev.spanledger.testkit.rows.SpanRows;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sorted lists, the conditions that a viewer adds, and facets, each against all traces in Java. */
class TraceListSortTest {
  private static final int TRACES = 60;

  @EachDatabase
  void everySortIsPagedWithoutGapOrRepeat(TestDatabase database) throws SQLException {
    TraceReader reader = random(database);
    sortedBy(reader, TraceQuery.Sort.START, TraceRow::startTime);
    sortedBy(reader, TraceQuery.Sort.DURATION, TraceRow::durationMs);
    sortedBy(reader, TraceQuery.Sort.TOKENS, row -> orZero(row.get(TraceColumns.TOTAL_TOKENS)));
    sortedBy(
        reader,
        TraceQuery.Sort.COST,
        row -> Objects.requireNonNullElse(row.get(TraceColumns.COST_USD), BigDecimal.valueOf(-1)));
  }

  private static <T extends Comparable<? super T>> void sortedBy(
      TraceReader reader, TraceQuery.Sort sort, Function<TraceRow, T> value) {
    List<String> expected =
        all(reader).stream()
            .sorted(Comparator.comparing(value).thenComparing(TraceRow::traceId).reversed())
            .map(TraceRow::traceId)
            .toList();
    List<String> paged = new ArrayList<>();
    TraceQuery query = TraceQuery.all().sort(sort).limit(7);
    String next = null;
    do {
      TracePage page = reader.list(query.after(next));
      page.traces().forEach(trace -> paged.add(trace.traceId()));
      next = page.next();
    } while (next != null);
    assertThat(paged).as("by " + sort).isEqualTo(expected);
  }

  @EachDatabase
  void aCursorBelongsToItsSort(TestDatabase database) throws SQLException {
    TraceReader reader = random(database);
    String byStart = reader.list(TraceQuery.all().limit(1)).next();
    String byCost = reader.list(TraceQuery.all().sort(TraceQuery.Sort.COST).limit(1)).next();
    assertThatThrownBy(() -> reader.list(TraceQuery.all().after(byCost)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("START");
    assertThatThrownBy(
            () -> reader.list(TraceQuery.all().sort(TraceQuery.Sort.COST).after(byStart)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("COST");
    TraceReaders readers = TraceReaders.over(Map.of("one", reader));
    assertThatThrownBy(() -> readers.list(TraceQuery.all().sort(TraceQuery.Sort.COST)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @EachDatabase
  void theViewersConditionsHold(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(
        schema,
        SpanRows.llm(1, 1, 9)
            .set(SpanColumns.MODEL, "gpt-4o")
            .set(SpanColumns.TAGS, List.of("slow", "it's"))
            .set(SpanColumns.PROJECT, "p")
            .build(),
        SpanRows.agent(2, 1)
            .set(SpanColumns.INPUT_PREVIEW, "Where is 100% of my_order?")
            .set(SpanColumns.ENVIRONMENT, "prod")
            .build(),
        SpanRows.child(2, 2, 1, "TOOL").set(SpanColumns.TOOL_NAME, "find").build(),
        SpanRows.agent(3, 1).set(SpanColumns.INPUT_PREVIEW, "Where is my order?").build());
    TraceReader reader = schema.reader();
    assertThat(found(reader, TraceQuery.all().model("gpt-4o"))).containsExactly(trace(1));
    assertThat(found(reader, TraceQuery.all().model("gpt-4"))).isEmpty();
    assertThat(found(reader, TraceQuery.all().tag("it's"))).containsExactly(trace(1));
    assertThat(found(reader, TraceQuery.all().project("p"))).containsExactly(trace(1));
    assertThat(found(reader, TraceQuery.all().environment("prod"))).containsExactly(trace(2));
    assertThat(found(reader, TraceQuery.all().tool("find"))).containsExactly(trace(2));
    assertThat(found(reader, TraceQuery.all().text("ORDER"))).hasSize(2);
    assertThat(found(reader, TraceQuery.all().text("100%"))).containsExactly(trace(2));
    assertThat(found(reader, TraceQuery.all().text("y_o"))).containsExactly(trace(2));
    assertThat(found(reader, TraceQuery.all().text("\\"))).isEmpty();
    assertThat(found(reader, TraceQuery.all().tool("find").model("gpt-4o"))).isEmpty();
  }

  @EachDatabase
  void leastTokensAndCostAreBounds(TestDatabase database) throws SQLException {
    TraceReader reader = random(database);
    long tokens = 3_000;
    BigDecimal cost = new BigDecimal("0.2");
    assertThat(found(reader, TraceQuery.all().atLeastTokens(tokens).limit(100)))
        .containsExactlyInAnyOrderElementsOf(
            ids(all(reader), row -> orZero(row.get(TraceColumns.TOTAL_TOKENS)) >= tokens));
    assertThat(found(reader, TraceQuery.all().atLeastCost(cost).limit(100)))
        .containsExactlyInAnyOrderElementsOf(
            ids(
                all(reader),
                row -> {
                  BigDecimal known = row.get(TraceColumns.COST_USD);
                  return known != null && known.compareTo(cost) >= 0;
                }));
  }

  @EachDatabase
  void facetsCountWhatTheListHas(TestDatabase database) throws SQLException {
    TraceReader reader = random(database);
    TraceFacets facets = reader.facets(TraceQuery.all());
    assertThat(facets.traces()).isEqualTo(TRACES);
    assertThat(facets.complete()).isTrue();
    for (TraceFacets.Count count : Objects.requireNonNull(facets.values().get("status"))) {
      assertThat(found(reader, TraceQuery.all().status(count.value()).limit(100)))
          .hasSize((int) count.traces());
    }
    for (TraceFacets.Count count : Objects.requireNonNull(facets.values().get("models"))) {
      assertThat(found(reader, TraceQuery.all().model(count.value()).limit(100)))
          .hasSize((int) count.traces());
    }
    assertThat(facets.timeline().stream().mapToLong(TraceFacets.Slot::traces).sum())
        .isEqualTo(TRACES);
    assertThat(facets.timeline().stream().mapToLong(TraceFacets.Slot::failed).sum())
        .isEqualTo(found(reader, TraceQuery.all().status("ERROR").limit(100)).size());
    assertThat(reader.facets(TraceQuery.all().status("none")).timeline()).isEmpty();
  }

  @EachDatabase
  void tracesAreFoundByTheBeginningOfTheirId(TestDatabase database) throws SQLException {
    TraceReader reader = random(database);
    String id = SpanRows.traceId(17);
    assertThat(reader.traceIds(id, 2)).containsExactly(id);
    assertThat(reader.traceIds(id.substring(0, 4), 3)).hasSize(3);
    assertThat(reader.traceIds("ffff", 2)).isEmpty();
  }

  private static TraceReader random(TestDatabase database) throws SQLException {
    long seed = new Random().nextLong();
    System.out.println("TraceListSortTest seed " + seed);
    TraceSchema schema = Tables.open(database);
    schema.writer().write(new RandomRows(seed).of(1, TRACES, 6));
    return schema.reader();
  }

  private static List<TraceRow> all(TraceReader reader) {
    return reader.list(TraceQuery.all().limit(1_000)).traces();
  }

  private static List<String> found(TraceReader reader, TraceQuery query) {
    return ids(reader.list(query).traces(), row -> true);
  }

  private static List<String> ids(
      List<TraceRow> traces, java.util.function.Predicate<TraceRow> which) {
    return traces.stream().filter(which).map(TraceRow::traceId).toList();
  }

  private static String trace(long number) {
    return SpanRows.traceId(number);
  }

  private static long orZero(@Nullable Long tokens) {
    return tokens == null ? 0 : tokens;
  }
}
