// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.provider.semconv.StoredSpans;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Attributes that have a column of their own. */
class AddedColumnsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Column<String> PLAN = Column.text("shop_plan");
  private static final Column<Long> ORDER = Column.bigint("shop_order");
  private static final Column<Double> RATIO = Column.doublePrecision("shop_ratio");
  private static final Column<Boolean> VIP = Column.bool("shop_vip");

  /** The example of docs/tables.md, with the output that it shows. */
  @EachDatabase
  void plainSqlCountsByThem(TestDatabase database) throws Exception {
    try (Spanledger ledger = builder(database).build()) {
      for (String plan : List.of("gold", "free", "gold")) {
        record(
            ledger,
            Attributes.builder()
                .put("shop.plan", plan)
                .put("gen_ai.operation.name", "chat")
                .put("gen_ai.usage.input_tokens", 100)
                .put("gen_ai.usage.output_tokens", 10)
                .build());
      }
    }
    String page = Files.readString(Path.of("..", "docs", "tables.md"));
    String[] blocks = page.substring(page.indexOf("## Columns of your own")).split("```", -1);
    assertThat(database.rows(blocks[3].substring("sql".length())))
        .extracting(row -> " " + row.values().stream().map(String::valueOf).collect(joining(" ")))
        .hasSize(2)
        .isEqualTo(blocks[5].lines().skip(3).map(row -> row.replaceAll("[ |]+", " ")).toList());
  }

  @EachDatabase
  void valuesAreReadAsTheTypeOfTheirColumn(TestDatabase database) {
    try (Spanledger ledger = builder(database).build()) {
      SpanRow typed =
          record(
              ledger,
              Attributes.builder()
                  .put("shop.plan", true)
                  .put("shop.order", Long.MAX_VALUE)
                  .put("shop.ratio", 1e200)
                  .put("shop.vip", false)
                  .build());
      assertThat(typed.get(PLAN)).isEqualTo("true");
      assertThat(typed.get(ORDER)).isEqualTo(Long.MAX_VALUE);
      assertThat(typed.get(RATIO)).isEqualTo(1e200);
      assertThat(typed.get(VIP)).isFalse();
      SpanRow spelled = record(ledger, texts(" none ", " 9007199254740993 ", "0.25", "TRUE"));
      assertThat(spelled.get(PLAN)).isEqualTo(" none ");
      assertThat(spelled.get(ORDER)).isEqualTo(9007199254740993L);
      assertThat(spelled.get(RATIO)).isEqualTo(0.25);
      assertThat(spelled.get(VIP)).isTrue();
      SpanRow whole =
          record(ledger, Attributes.builder().put("shop.order", 3.0).put("shop.ratio", 2).build());
      assertThat(whole.get(ORDER)).isEqualTo(3);
      assertThat(whole.get(RATIO)).isEqualTo(2.0);
    }
  }

  @EachDatabase
  void whatIsNotOfTheTypeIsNullAndStaysAnAttribute(TestDatabase database) {
    try (Spanledger ledger = builder(database).build()) {
      for (Attributes hostile :
          List.of(
              texts("", "9223372036854775808", "NaN", "yes"),
              texts("", "1.5", "1e999999999", ""),
              texts("", "12; DROP TABLE agent_spans", "Infinity", "0"),
              Attributes.builder()
                  .put("shop.order", 1e300)
                  .put("shop.ratio", Double.NaN)
                  .put("shop.vip", 1)
                  .build(),
              Attributes.builder()
                  .put("shop.order", 1, 2)
                  .put("shop.ratio", 1.0, 2.0)
                  .put("shop.vip", true, false)
                  .build())) {
        SpanRow row = record(ledger, hostile);
        assertThat(row.get(ORDER)).isNull();
        assertThat(row.get(RATIO)).isNull();
        assertThat(row.get(VIP)).isNull();
        assertThat(row.get(SpanColumns.ATTRIBUTES)).contains("shop.order", "shop.vip");
        assertThat(StoredSpans.of(row).getAttributes()).isEqualTo(hostile);
      }
      assertThat(ledger.stats().ledger().stored()).isEqualTo(5);
    }
  }

  @EachDatabase
  void textHoldsAnythingAndIsCutSoThatItCanBeIndexed(TestDatabase database) throws SQLException {
    try (Spanledger ledger = builder(database).build()) {
      AttributeKey<List<String>> list = AttributeKey.stringArrayKey("shop.plan");
      assertThat(record(ledger, Attributes.of(list, List.of("a", "b"))).get(PLAN))
          .isEqualTo("[\"a\",\"b\"]");
      AttributeKey<Value<?>> tree = AttributeKey.valueKey("shop.plan");
      assertThat(
              record(ledger, Attributes.of(tree, Value.of(KeyValue.of("a", Value.of(1)))))
                  .get(PLAN))
          .isEqualTo("{\"a\":1}");
      database.execute("CREATE INDEX shop_plans ON agent_spans (shop_plan)");
      Attributes attributes =
          Attributes.builder().put("shop.plan", "\0" + "é😀".repeat(100_000)).build();
      SpanRow row = record(ledger, attributes);
      assertThat(row.get(PLAN)).hasSizeLessThanOrEqualTo(256).contains("é😀é😀");
      assertThat(StoredSpans.of(row).getAttributes().get(AttributeKey.stringKey("shop.plan")))
          .contains("é😀".repeat(100));
      assertThat(ledger.stats().ledger().stored()).isEqualTo(3);
    }
  }

  @EachDatabase
  void theSpanComesBackAsItWasWhoeverReads(TestDatabase database) throws SQLException {
    Attributes said =
        Attributes.builder()
            .put("shop.plan", "gold")
            .put("shop.order", 7)
            .put("shop.ratio", 0.5)
            .put("shop.vip", true)
            .put("gen_ai.request.model", "gpt-4o")
            .build();
    SpanRow row;
    try (Spanledger ledger =
        builder(database).column("gen_ai.request.model", Column.text("shop_model")).build()) {
      row = record(ledger, said);
      assertThat(row.get(Column.text("shop_model"))).isEqualTo("gpt-4o");
      assertThat(row.get(SpanColumns.REQUEST_MODEL)).isEqualTo("gpt-4o");
      assertThat(StoredSpans.of(row).getAttributes()).isEqualTo(said);
    }
    database.execute("UPDATE agent_spans SET shop_plan = 'mine', shop_model = NULL");
    try (Spanledger without = Spanledger.create(database.dataSource())) {
      SpanRow read = without.reader().span(row.traceId(), row.spanId()).orElseThrow();
      assertThat(read.get(PLAN)).isNull();
      assertThat(StoredSpans.of(read).getAttributes()).isEqualTo(said);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void ofSeveralAttributesTheFirstWithAValueWins(TestDatabase database) {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource())
            .column("order.id", ORDER)
            .column("legacy.order", ORDER)
            .build()) {
      AttributeKey<String> first = AttributeKey.stringKey("order.id");
      AttributeKey<String> second = AttributeKey.stringKey("legacy.order");
      assertThat(record(ledger, Attributes.of(first, "1", second, "2")).get(ORDER)).isEqualTo(1);
      assertThat(record(ledger, Attributes.of(first, "x", second, "2")).get(ORDER)).isEqualTo(2);
    }
  }

  @EachDatabase
  void anExtractorSetsThemAndWins(TestDatabase database) {
    Column<String> region = Column.text("shop_region");
    try (Spanledger ledger =
        builder(database)
            .column(region)
            .attributeExtractor(
                (span, columns) ->
                    columns
                        .set(PLAN, "xoxb-4711SECRET4711")
                        .set(region, span.getName() + "-eu")
                        .set(ORDER, 1L))
            .build()) {
      SpanRow row = record(ledger, texts("gold", "7", "1", "true"));
      assertThat(row.get(PLAN)).isEqualTo("[REDACTED:slack_token]");
      assertThat(row.get(region)).isEqualTo("step-eu");
      assertThat(row.get(ORDER)).isEqualTo(1);
      assertThat(row.get(VIP)).isTrue();
      assertThat(ledger.stats().unredactedSpans()).isZero();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void anExtractorCannotSetWhatIsNoColumnOfSpans(TestDatabase database) {
    for (Column<String> other : List.of(Column.text("shop_region"), TraceColumns.ROOT_SPAN_ID)) {
      try (Spanledger ledger =
          builder(database)
              .attributeExtractor((span, columns) -> columns.set(other, "x"))
              .build()) {
        assertThat(record(ledger, texts("gold", "7", "1", "true")).get(PLAN)).isNull();
        assertThat(ledger.stats().unredactedSpans()).isEqualTo(1);
      }
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void theyAreRedactedAndUnderBasicCaptureHoldNoContent(TestDatabase database) {
    Column<String> prompt = Column.text("shop_prompt");
    try (Spanledger ledger =
        builder(database)
            .contentCapture(ContentCapture.BASIC)
            .column("gen_ai.input.messages", prompt)
            .build()) {
      SpanRow row =
          record(
              ledger,
              Attributes.builder()
                  .put("gen_ai.input.messages", "[{\"role\":\"user\",\"parts\":[]}]")
                  .put("shop.plan", "key xoxb-4711SECRET4711")
                  .build());
      assertThat(row.get(prompt)).isNull();
      assertThat(row.get(PLAN)).isEqualTo("key [REDACTED:slack_token]");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void everyRouteHasThem(TestDatabase database) throws SQLException {
    try (TestDatabase eu = TestDatabase.open(DatabaseKind.POSTGRESQL);
        Spanledger ledger =
            builder(database).route("eu", eu.dataSource()).router(trace -> "eu").build()) {
      trace(ledger, texts("gold", "7", "1", "true"));
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(eu.rows("SELECT shop_order FROM agent_spans"))
          .containsExactly(Map.of("shop_order", 7L));
      assertThat(database.rows("SELECT shop_order FROM agent_spans")).isEmpty();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aNameHasOneType(TestDatabase database) {
    assertThatThrownBy(() -> builder(database).column("other", Column.bigint("shop_plan")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shop_plan");
    assertThatThrownBy(() -> builder(database).column("other", SpanColumns.MODEL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model");
  }

  private static SpanledgerBuilder builder(TestDatabase database) {
    return Spanledger.builder(database.dataSource())
        .column("shop.plan", PLAN)
        .column("shop.order", ORDER)
        .column("shop.ratio", RATIO)
        .column("shop.vip", VIP);
  }

  private static Attributes texts(String plan, String order, String ratio, String vip) {
    return Attributes.builder()
        .put("shop.plan", plan)
        .put("shop.order", order)
        .put("shop.ratio", ratio)
        .put("shop.vip", vip)
        .build();
  }

  private static SpanRow record(Spanledger ledger, Attributes attributes) {
    Span span = trace(ledger, attributes);
    assertThat(ledger.flush(SOON)).isTrue();
    return ledger
        .reader()
        .span(span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId())
        .orElseThrow();
  }

  private static Span trace(Spanledger ledger, Attributes attributes) {
    Span span =
        SdkTracerProvider.builder()
            .addSpanProcessor(ledger.spanProcessor())
            .build()
            .get("test")
            .spanBuilder("step")
            .setAllAttributes(attributes)
            .startSpan();
    span.end();
    return span;
  }
}
