// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spanledger.schema.ContentStorage;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import dev.spanledger.testkit.spans.Hostile;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Long texts among a span's attributes are stored once a day, and nobody who reads them notices.
 */
class LongAttributesTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String LONG = "a long text, \u00E4 \"quoted\" \\ ".repeat(30);

  @EachDatabase
  void aLongTextIsStoredOnceAndReadBackWhereItStood(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    String attributes = "{\"a\":1,\"long\":" + json(LONG) + ",\"z\":{\"x\":null},\"n\":null}";
    String original = " { \"b\" : 1.50 , \"other\" : " + json("!" + LONG) + " , \"y\" : null } ";
    SpanRow first = row(1, attributes, original).build();
    SpanRow second = row(2, attributes, null).build();
    Tables.write(schema, first);
    Tables.write(schema, second);
    assertThat(stored(database)).isEqualTo(2);
    assertThat(inRows(database)).doesNotContain("quoted");
    assertThat(
            Tables.column(database, "SELECT attributes ->> 'a' FROM agent_spans ORDER BY span_id"))
        .extracting(Object::toString)
        .containsExactly("1", "1");
    assertReadable(database, schema, first, "first");
    assertReadable(database, schema, second, "second");
  }

  @EachDatabase
  void shortTextsAndOtherValuesStay(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    String array = "[" + json(LONG) + "]";
    String attributes =
        "{\"short\":\"text\",\"array\":" + array + ",\"object\":{\"x\":" + json(LONG) + "}}";
    for (String json : List.of(attributes, array, json(LONG), "{}", "null", "1")) {
      SpanRow row = row((int) Tables.count(database, "agent_spans"), json, json).build();
      Tables.write(schema, row);
      assertReadable(database, schema, row, json);
    }
    assertThat(stored(database)).isZero();
  }

  @EachDatabase
  void aNameThatComesTwiceStaysInItsRow(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    String twice = "{\"x\":" + json(LONG) + ",\"x\":" + json(LONG + "2") + "}";
    SpanRow repeated = row(1, null, twice).build();
    SpanRow inBoth = row(2, "{\"x\":null,\"\u00E4\":1}", "{\"x\":" + json(LONG) + "}").build();
    Tables.write(schema, repeated, inBoth);
    assertThat(stored(database)).isZero();
    SpanRow read = schema.reader().span(repeated.traceId(), repeated.spanId()).orElseThrow();
    assertThat(read.get(SpanColumns.ORIGINAL_ATTRIBUTES)).isEqualTo(twice);
    assertReadable(database, schema, inBoth, "in both");
  }

  @EachDatabase
  void aHistoryThatIsSentAgainAndAgainIsStoredOnce(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    ArrayNode history = JSON.createArrayNode();
    List<SpanRow> rows = new ArrayList<>();
    long sent = 0;
    for (int call = 0; call < 60; call++) {
      history.addObject().put("type", "human").put("content", "call " + call + " \"ä\" " + LONG);
      ObjectNode attributes = JSON.createObjectNode().put("history", history.toString());
      rows.add(row(call, attributes.toString(), null).build());
      sent += attributes.toString().length();
      writer.write(List.of(rows.get(call)));
    }
    assertThat(stored(database)).isEqualTo(60);
    long kept = Tables.number(database, "SELECT sum(bytes) AS n FROM agent_contents");
    assertThat(kept + inRows(database).length()).isLessThan(sent / 8);
    for (SpanRow row : rows) {
      assertReadable(database, schema, row, row.spanId());
    }
  }

  /** Whether a text is taken apart, stored whole or left alone, it must come back. */
  @EachDatabase
  void anyTextComesBack(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<SpanRow> rows = new ArrayList<>();
    List<String> hostile = List.copyOf(Hostile.texts().values());
    for (int i = 0; i < 60; i++) {
      ObjectNode attributes = JSON.createObjectNode();
      for (int n = random.nextInt(4); n >= 0; n--) {
        String name = random.nextInt(4) == 0 ? shortened(any(hostile, random)) : "name " + n;
        attributes.put(name, text(random, hostile));
      }
      attributes.put("dot.ted \"name\"", LONG + i % 5);
      String json = attributes.toString();
      String other = JSON.createObjectNode().put("other", text(random, hostile)).toString();
      rows.add(random.nextBoolean() ? row(i, json, other).build() : row(i, other, json).build());
    }
    Tables.write(schema, rows.subList(0, 30).toArray(SpanRow[]::new));
    Tables.write(
        Tables.in(database.dataSource()).contentStorage(ContentStorage.INLINE).open(),
        rows.subList(30, 45).toArray(SpanRow[]::new));
    Tables.write(schema, rows.subList(45, 60).toArray(SpanRow[]::new));
    for (SpanRow row : rows) {
      assertReadable(database, schema, row, "seed " + seed);
    }
  }

  private static String text(Random random, List<String> hostile) {
    String element = json(shortened(any(hostile, random)) + LONG);
    return switch (random.nextInt(7)) {
      case 0 -> "[" + element + "," + element + ",{\"x\":" + element + "}]";
      case 1 -> "[" + element + ", " + element + "]";
      case 2 -> "[" + element + "," + element + "],";
      case 3 -> "[" + element + ",{\"n\":1e200000,\"x\":\"\\u0000\"}," + element + "]";
      case 4 -> "[" + "[".repeat(random.nextInt(100)) + element;
      case 5 -> any(hostile, random) + LONG;
      default -> shortened(any(hostile, random));
    };
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), 40));
  }

  private static String any(List<String> texts, Random random) {
    return texts.get(random.nextInt(texts.size()));
  }

  @EachDatabase
  void inlineRowsHaveEverythingThemselves(TestDatabase database) throws SQLException {
    TraceSchema schema =
        Tables.in(database.dataSource()).contentStorage(ContentStorage.INLINE).open();
    String messages = "[{\"role\":\"user\",\"parts\":[]}]";
    SpanRow row =
        row(1, "{\"long\":" + json(LONG) + "}", null)
            .set(SpanColumns.INPUT, messages)
            .set(SpanColumns.OUTPUT, messages)
            .set(SpanColumns.SYSTEM_INSTRUCTIONS, "\"be kind\"")
            .build();
    Tables.write(schema, row);
    assertThat(stored(database)).isZero();
    assertThat(Tables.column(database, "SELECT content_type FROM agent_contents"))
        .containsExactly("instructions");
    assertThat(Tables.column(database, "SELECT input FROM agent_spans").get(0))
        .hasToString(messages);
    assertThat(
            Tables.count(
                database,
                "agent_spans WHERE attribute_refs IS NULL AND input_refs IS NULL AND output_refs IS NULL"))
        .isEqualTo(1);
    assertReadable(database, schema, row, "inline");
  }

  private static SpanRow.Builder row(int span, String attributes, String original) {
    return SpanRows.llm(1, span, 0)
        .set(SpanColumns.ATTRIBUTES, attributes)
        .set(SpanColumns.ORIGINAL_ATTRIBUTES, original);
  }

  private static String json(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  private static long stored(TestDatabase database) throws SQLException {
    return Tables.count(database, "agent_contents WHERE content_type = 'attribute'");
  }

  private static String inRows(TestDatabase database) throws SQLException {
    return Tables.column(database, "SELECT attributes FROM agent_spans").toString();
  }

  private static void assertReadable(
      TestDatabase database, TraceSchema schema, SpanRow row, String what) throws SQLException {
    ReadBack.assertEqual(schema.reader(), row, what);
    Map<String, Object> full =
        database
            .rows(
                "SELECT attributes, original_attributes FROM agent_spans_full WHERE span_id = '%s'"
                    .formatted(row.spanId()))
            .get(0);
    assertSame(full.get("attributes"), row.get(SpanColumns.ATTRIBUTES), what);
    assertSame(full.get("original_attributes"), row.get(SpanColumns.ORIGINAL_ATTRIBUTES), what);
  }

  private static void assertSame(Object read, String written, String what) {
    assertThat(read == null).as(what).isEqualTo(written == null);
    if (written != null) {
      assertThat(ReadBack.sameJson(read.toString(), written)).as("%s: %.300s", what, read).isTrue();
    }
  }
}
