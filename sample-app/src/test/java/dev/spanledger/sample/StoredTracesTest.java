// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.Spanledger;
import dev.spanledger.sample.modelserver.Latency;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceTree;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;

/** The whole sample, and what its database knows afterwards. */
class StoredTracesTest {
  private static final List<Conversation> ALL = Conversation.loadAll();
  private static final long TURNS = ALL.stream().mapToLong(c -> c.turns().size()).sum();
  private static final String BROKEN_TOOL = "Then where is my floor lamp, order 5009?";
  private static final String BROKEN_MODEL = "Then please put gift wrapping on it.";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void forgetTheGlobalOpenTelemetry() {
    GlobalOpenTelemetry.resetForTest();
  }

  @EachDatabase
  void everyTurnIsATraceAndTwoOfThemFailed(TestDatabase database) throws Exception {
    run(List.of(), options("--jdbc-", database));
    Stored stored = Stored.in(database);

    assertThat(stored.traces).hasSize((int) TURNS);
    assertThat(stored.traces.stream().filter(trace -> trace.status().equals("ERROR")))
        .extracting(trace -> trace.get(TraceColumns.INPUT_PREVIEW))
        .containsExactlyInAnyOrder(BROKEN_TOOL, BROKEN_MODEL);
    assertThat(distinct(stored.traces, TraceColumns.SESSION_ID)).hasSize(ALL.size());
    assertThat(distinct(stored.traces, TraceColumns.USER_ID))
        .containsExactlyInAnyOrderElementsOf(
            ALL.stream().map(Conversation::customer).distinct().toList());
    assertThat(stored.traces)
        .filteredOn(trace -> !BROKEN_MODEL.equals(trace.get(TraceColumns.INPUT_PREVIEW)))
        .allMatch(trace -> positive(trace.get(TraceColumns.TOTAL_TOKENS)))
        .allMatch(trace -> "SupportAgent".equals(trace.get(TraceColumns.AGENT_NAME)));

    assertSubAgentsAreNested(stored);
    assertCallsAreComplete(stored);
    assertStreamedAnswersAreTimed(stored);
    assertFailuresAreWhereTheyHappened(stored);
    assertThat(out.toString())
        .contains("invoke_agent RefundSpecialist", "(cost-by-model)", "(time-to-first-token)")
        .containsPattern("Nothing to tell: .*silent-failures");
    assertThat(err.toString()).isEmpty();
  }

  @EachDatabase
  void theShopKeepsItsTablesWhereTracesGoElsewhere(TestDatabase traces) throws Exception {
    try (TestDatabase shop = TestDatabase.open(DatabaseKind.SQLITE)) {
      run(options("--jdbc-", shop), options("--trace-jdbc-", traces), "--conversations", "2");

      assertThat(Stored.in(traces).traces).hasSize(5);
      assertThat(tables(shop)).contains("shop_orders").doesNotContain("agent_spans");
      assertThat(tables(traces)).contains("agent_spans").doesNotContain("shop_orders");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void runsAddUp(TestDatabase database) throws Exception {
    run(List.of(), options("--jdbc-", database), "--conversations", "1");
    GlobalOpenTelemetry.resetForTest();
    run(List.of(), options("--jdbc-", database), "--conversations", "1", "--quiet");

    assertThat(Stored.in(database).traces).hasSize(2 * ALL.get(0).turns().size());
  }

  /** SupportAgent → askRefundSpecialist → RefundSpecialist → its own calls, all of one customer. */
  private static void assertSubAgentsAreNested(Stored stored) {
    List<TraceTree.Node> desks = stored.nodes("execute_tool askRefundSpecialist");
    assertThat(desks).hasSize(3);
    for (TraceTree.Node desk : desks) {
      assertThat(desk.children()).hasSize(1);
      TraceTree.Node specialist = desk.children().get(0);
      assertThat(specialist.span().name()).isEqualTo("invoke_agent RefundSpecialist");
      assertThat(specialist.children())
          .extracting(node -> node.span().name())
          .contains("chat gpt-4o", "execute_tool quoteRefund");
      assertThat(specialist.children())
          .allMatch(node -> Objects.nonNull(node.span().get(SpanColumns.USER_ID)))
          .allMatch(node -> Objects.nonNull(node.span().get(SpanColumns.SESSION_ID)));
    }
  }

  private static void assertCallsAreComplete(Stored stored) {
    SoftAssertions every = new SoftAssertions();
    for (TraceTree.Node node : stored.nodes()) {
      SpanRow span = node.span();
      switch (span.kind()) {
        case "LLM" -> every.assertThat(isComplete(span)).as(span.toString()).isTrue();
        case "TOOL" ->
            every.assertThat(span.get(SpanColumns.TOOL_CALL_ID)).as(span.toString()).isNotNull();
        case "RETRIEVAL" -> every.assertThat(node.children()).as("steps of a retrieval").isEmpty();
        default -> every.assertThat(span.kind()).isEqualTo("AGENT");
      }
    }
    every.assertAll();
    assertThat(stored.nodes("retrieval help-center")).hasSizeGreaterThan(10);
    assertThat(stored.nodes("execute_tool trackParcel")).hasSize(5);
    assertThat(stored.nodes().stream().map(n -> n.span().get(SpanColumns.CACHE_READ_TOKENS)))
        .anyMatch(StoredTracesTest::positive);
  }

  private static boolean isComplete(SpanRow call) {
    return call.status().equals("ERROR")
        || (positive(call.get(SpanColumns.INPUT_TOKENS))
            && positive(call.get(SpanColumns.OUTPUT_TOKENS))
            && Objects.requireNonNull(call.get(SpanColumns.MODEL)).startsWith("gpt-4o"));
  }

  /** The support agent streams in some conversations; the refund specialist never does. */
  private static void assertStreamedAnswersAreTimed(Stored stored) {
    Map<Boolean, List<SpanRow>> calls =
        stored.nodes().stream()
            .map(TraceTree.Node::span)
            .filter(span -> span.kind().equals("LLM"))
            .collect(Collectors.partitioningBy(StoredTracesTest::isOfAStream));

    assertThat(calls.get(true))
        .hasSizeGreaterThan(4)
        .allMatch(call -> Boolean.TRUE.equals(call.get(SpanColumns.STREAM)))
        .allMatch(call -> Objects.requireNonNull(call.get(SpanColumns.TTFT_MS)) > 0);
    assertThat(calls.get(false))
        .hasSizeGreaterThan(40)
        .allMatch(call -> call.get(SpanColumns.STREAM) == null)
        .allMatch(call -> call.get(SpanColumns.TTFT_MS) == null);
  }

  private static boolean isOfAStream(SpanRow call) {
    String session = Objects.requireNonNull(call.get(SpanColumns.SESSION_ID));
    int number = Integer.parseInt(session.substring(session.lastIndexOf('-') + 1));
    return ALL.get(number - 1).streaming()
        && "SupportAgent".equals(call.get(SpanColumns.AGENT_NAME));
  }

  private static void assertFailuresAreWhereTheyHappened(Stored stored) {
    assertThat(stored.nodes().stream().map(TraceTree.Node::span))
        .filteredOn(span -> span.status().equals("ERROR"))
        .extracting(SpanRow::name)
        .containsExactlyInAnyOrder(
            "execute_tool trackParcel",
            "invoke_agent SupportAgent",
            "chat gpt-4o-mini",
            "invoke_agent SupportAgent");
    assertThat(stored.nodes("execute_tool trackParcel").stream().map(TraceTree.Node::span))
        .filteredOn(span -> span.status().equals("ERROR"))
        .extracting(span -> span.get(SpanColumns.ERROR_MESSAGE))
        .containsExactly("no connection to carrier 'Zeppelin Line'");
  }

  private void run(List<String> shop, List<String> traces, String... more) {
    List<String> args = Stream.of(shop, traces, List.of(more)).flatMap(List::stream).toList();
    int status =
        new SampleApp(Map.of(), Clock.systemUTC(), seed -> Latency.none())
            .commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args.toArray(String[]::new));
    assertThat(status).as(err.toString()).isZero();
  }

  private static List<String> options(String prefix, TestDatabase database) {
    List<String> options = new ArrayList<>(List.of(prefix + "url", database.jdbcUrl()));
    if (!database.user().isEmpty()) {
      options.addAll(List.of(prefix + "user", database.user()));
      options.addAll(List.of(prefix + "password", database.password()));
    }
    return options;
  }

  private static List<String> tables(TestDatabase database) throws Exception {
    List<String> tables = new ArrayList<>();
    try (var connection = database.dataSource().getConnection();
        var rows = connection.getMetaData().getTables(null, null, "%", null)) {
      while (rows.next()) {
        tables.add(rows.getString("TABLE_NAME"));
      }
    }
    return tables;
  }

  private static Stream<String> distinct(List<TraceRow> traces, Column<String> column) {
    return traces.stream().map(trace -> trace.get(column)).distinct();
  }

  private static boolean positive(Long number) {
    return number != null && number > 0;
  }

  /** Everything that the database has. */
  private record Stored(List<TraceRow> traces, List<TraceTree.Node> nodes) {
    static Stored in(TestDatabase database) {
      try (Spanledger ledger = Spanledger.create(database.dataSource())) {
        TraceReader reader = ledger.reader();
        List<TraceRow> traces = reader.list(TraceQuery.all().limit(100)).traces();
        List<TraceTree.Node> nodes = new ArrayList<>();
        for (TraceRow trace : traces) {
          TraceTree tree = reader.trace(trace.traceId()).orElseThrow();
          assertThat(tree.roots()).as("roots of " + trace.traceId()).hasSize(1);
          collect(tree.roots(), nodes);
        }
        return new Stored(traces, nodes);
      }
    }

    private static void collect(List<TraceTree.Node> from, List<TraceTree.Node> into) {
      for (TraceTree.Node node : from) {
        into.add(node);
        collect(node.children(), into);
      }
    }

    List<TraceTree.Node> nodes(String name) {
      return nodes.stream().filter(node -> node.span().name().equals(name)).toList();
    }
  }
}
