// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spanledger.schema.ContentStorage;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import dev.spanledger.testkit.spans.Hostile;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A conversation is sent with every model call, and each of its messages is stored once. */
class SharedMessagesTest {
  private static final JsonMapper JSON = new JsonMapper();

  @EachDatabase
  void messagesAreStoredOnceInOrderAndReadAsTheyCame(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    String user = message("user", "Where is my order?");
    String spaced = "{ \"parts\" : [ ], \"role\" : \"assistant\", \"n\" : 1.50e1 }";
    SpanRow first = call(1, 1, array(user), array(spaced)).build();
    SpanRow second = call(1, 2, array(user, spaced, user, user), array(spaced)).build();
    Tables.write(schema, first, second);
    assertThat(messagesStored(database)).isEqualTo(2);
    assertThat(roles(database)).containsExactly("assistant", "user");
    for (SpanRow row : List.of(first, second)) {
      ReadBack.assertEqual(schema.reader(), row, "compact text");
      assertFullViewAgrees(database, row);
    }
    SpanRow read = schema.reader().span(second.traceId(), second.spanId()).orElseThrow();
    assertThat(read.get(SpanColumns.INPUT_REFS)).hasSize(4).doesNotContainNull();
    assertThat(read.get(SpanColumns.INPUT_REFS).get(1))
        .isEqualTo(read.get(SpanColumns.OUTPUT_REFS).get(0));
    assertThat(Tables.count(database, "agent_spans WHERE input IS NULL AND output IS NULL"))
        .isEqualTo(2);
  }

  /** Both a message and a run of them: what is missing is named in its place. */
  @EachDatabase
  void aContentThatSomebodyDeletedIsMissedOutLoud(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      sent.add(message("user", "question " + i));
    }
    String answer = finished(message("assistant", "answer"), "stop");
    SpanRow row = call(1, 1, array(sent.toArray(String[]::new)), array(answer)).build();
    Tables.write(schema, row);
    assertThat(Tables.count(database, "agent_contents WHERE content_type = 'list'")).isPositive();
    database.execute("DELETE FROM agent_contents WHERE content_type = 'message'");

    TraceReader reader = schema.reader();
    SpanRow messages = reader.span(row.traceId(), row.spanId()).orElseThrow();
    assertThat(missing(messages.get(SpanColumns.INPUT))).isEqualTo(60);
    assertThat(messages.get(SpanColumns.OUTPUT))
        .contains("missing_content", messages.get(SpanColumns.OUTPUT_REFS).get(0).toString())
        .endsWith("}],\"finish_reason\":\"stop\"}]");
    assertViewsAgree(database, messages);

    database.execute("DELETE FROM agent_contents");
    SpanRow runs = reader.span(row.traceId(), row.spanId()).orElseThrow();
    assertThat(missing(runs.get(SpanColumns.INPUT)))
        .isEqualTo(runs.get(SpanColumns.INPUT_REFS).size())
        .isLessThan(60);
    assertViewsAgree(database, runs);
  }

  private static int missing(String messages) {
    return messages.split("missing_content", -1).length - 1;
  }

  private static void assertViewsAgree(TestDatabase database, SpanRow read) throws SQLException {
    Map<String, Object> full =
        database
            .rows(
                "SELECT CAST(input AS TEXT) AS i, CAST(output AS TEXT) AS o FROM agent_spans_full")
            .get(0);
    assertThat(full)
        .containsEntry("i", read.get(SpanColumns.INPUT))
        .containsEntry("o", read.get(SpanColumns.OUTPUT));
    assertThat(
            Tables.column(
                database,
                "SELECT CAST(message AS TEXT) AS m FROM agent_span_messages WHERE role = 'unknown'"
                    + " AND direction = 'input' ORDER BY ordinal"))
        .hasSize(missing(read.get(SpanColumns.INPUT)));
  }

  @EachDatabase
  void spacesBetweenMessagesAreAllThatIsLost(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    String one = message("user", "one");
    String two = message("assistant", "two");
    SpanRow row = call(1, 1, " [\n" + one + " ,\t" + two + "\r\n] ", "[]").build();
    Tables.write(schema, row);
    SpanRow read = schema.reader().span(row.traceId(), row.spanId()).orElseThrow();
    assertThat(read.get(SpanColumns.INPUT)).isEqualTo(array(one, two));
    assertThat(read.get(SpanColumns.OUTPUT)).isEqualTo("[]");
    assertThat(messagesStored(database)).isEqualTo(2);
  }

  @EachDatabase
  void whatIsNoListOfMessagesStaysInItsRow(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    String message = message("user", "hello");
    List<String> others =
        List.of(
            "[]",
            "{}",
            "null",
            "\"text\"",
            message,
            array(message, "1"),
            array("\"x\"", message),
            array("{\"role\":\"user\"}"),
            array("{\"parts\":[]}"),
            array("{\"role\":7,\"parts\":[]}"),
            array("{\"role\":null,\"parts\":[]}"),
            array("[" + message + "]"),
            array("{\"x\":" + message + "}"));
    List<SpanRow> rows = new ArrayList<>();
    for (String other : others) {
      rows.add(call(1, rows.size(), other, other).build());
    }
    rows.add(
        SpanRows.child(1, 99, 0, "TOOL")
            .set(SpanColumns.INPUT, array(message))
            .set(SpanColumns.OUTPUT, array(message))
            .build());
    schema.writer().write(rows);
    assertThat(messagesStored(database)).isZero();
    for (SpanRow row : rows) {
      ReadBack.assertEqual(schema.reader(), row, row.get(SpanColumns.INPUT));
      assertFullViewAgrees(database, row);
    }
    assertThat(Tables.column(database, "SELECT result FROM agent_tool_calls").get(0))
        .hasToString(array(message));
  }

  /** An answer is what the next prompt brings back, but for the reason that it ended. */
  @EachDatabase
  void anAnswerIsStoredOnceWithAndWithoutItsFinishReason(TestDatabase database)
      throws SQLException {
    TraceSchema schema = Tables.open(database);
    String user = message("user", "Where is my order?");
    String answer = message("assistant", "On its way, \u00E4 \"quoted\" \uD83D\uDE00");
    SpanRow first = call(1, 1, array(user), array(finished(answer, "end_turn"))).build();
    SpanRow second = call(1, 2, array(user, answer, user), array(finished(answer, "stop"))).build();
    SpanRow third = call(1, 3, array(user), array(answer)).build();
    Tables.write(schema, first, second, third);
    assertThat(messagesStored(database)).isEqualTo(2);
    for (SpanRow row : List.of(first, second, third)) {
      ReadBack.assertEqual(schema.reader(), row, row.get(SpanColumns.OUTPUT));
      assertFullViewAgrees(database, row);
    }
    assertThat(answersSaid(database))
        .containsExactly(finished(answer, "end_turn"), finished(answer, "stop"), answer);
    database.execute("DELETE FROM agent_contents WHERE role = 'assistant'");
    SpanRow left = schema.reader().span(first.traceId(), first.spanId()).orElseThrow();
    assertThat(left.get(SpanColumns.OUTPUT))
        .contains("missing_content")
        .endsWith("}],\"finish_reason\":\"end_turn\"}]");
    assertThat(Tables.column(database, "SELECT output FROM agent_spans_full"))
        .extracting(Object::toString)
        .contains(left.get(SpanColumns.OUTPUT))
        .allMatch(output -> missing(output) == 1);
  }

  @EachDatabase
  void answersThatEndInAnotherWayAreStoredAsTheyCame(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    String answer = message("assistant", "x");
    String stopped = finished(answer, "stop");
    List<String> outputs =
        List.of(
            array(answer, stopped),
            array(stopped, stopped, stopped, stopped, stopped),
            array(finished(answer, "stop sequence")),
            array(finished(answer, "\\u0073top")),
            array(finished(answer, "")),
            array(finished(answer, "s".repeat(65))),
            array(stopped) + " ",
            array(answer.replace("}]}", "}], \"finish_reason\":\"stop\"}")),
            array(answer.replace("}]}", "}],\"finish_reason\":null}")),
            array(
                "{\"role\":\"assistant\",\"parts\":[],\"x\":\",\\\"finish_reason\\\":\\\"stop\"}"),
            array(message("assistant", ",\"finish_reason\":\"stop\"}]")),
            "[[" + stopped + "]]",
            "{\"x\":" + array(stopped) + "}",
            array("{\"parts\":[],\"finish_reason\":\"stop\"}"));
    List<SpanRow> rows = new ArrayList<>();
    for (String output : outputs) {
      rows.add(call(1, rows.size(), "[]", output).build());
    }
    schema.writer().write(rows);
    assertThat(Tables.count(database, "agent_spans WHERE output_finish_reason <> ''")).isZero();
    for (SpanRow row : rows) {
      SpanRow read = schema.reader().span(row.traceId(), row.spanId()).orElseThrow();
      assertThat(read.get(SpanColumns.OUTPUT)).isEqualTo(row.get(SpanColumns.OUTPUT).strip());
    }
  }

  @EachDatabase
  void hostileMessagesComeBackAsTheyWere(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    int number = 0;
    for (Map.Entry<String, String> hostile : Hostile.texts().entrySet()) {
      String message = message("user", hostile.getValue());
      String odd =
          "{\"role\":%s,\"parts\":%s}"
              .formatted(json(hostile.getValue()), json(hostile.getValue()));
      SpanRow row = call(1, number++, array(message, odd), array(odd)).build();
      writer.write(List.of(row));
      ReadBack.assertEqual(schema.reader(), row, hostile.getKey());
      assertFullViewAgrees(database, row);
    }
    List<Map<String, Object>> rows = database.rows("SELECT role, message FROM agent_span_messages");
    assertThat(rows).hasSize(3 * number);
    for (Map<String, Object> row : rows) {
      assertThat(row.get("role"))
          .isEqualTo(JSON.readTree(row.get("message").toString()).get("role").asText());
    }
  }

  @EachDatabase
  void referencesOfALongConversationDoNotGrowWithItsSquare(TestDatabase database)
      throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    List<String> conversation = new ArrayList<>();
    List<SpanRow> rows = new ArrayList<>();
    for (int turn = 0; turn < 200; turn++) {
      conversation.add(message(turn % 2 == 0 ? "user" : "assistant", "turn " + turn));
      rows.add(call(1, turn, array(conversation), "[]").build());
    }
    writer.write(rows.subList(100, 200));
    writer.write(rows.subList(0, 100));
    assertThat(messagesStored(database)).isEqualTo(200);
    int refs = 0;
    for (int turn = 0; turn < 200; turn += 9) {
      SpanRow row = rows.get(turn);
      ReadBack.assertEqual(schema.reader(), row, "a growing conversation");
      SpanRow read = schema.reader().span(row.traceId(), row.spanId()).orElseThrow();
      refs += read.get(SpanColumns.INPUT_REFS).size();
    }
    assertThat(refs).isLessThan(23 * 100 / 3);
    assertFullViewAgrees(database, rows.get(199));
    assertThat(
            Tables.column(
                database,
                "SELECT message FROM agent_span_messages WHERE span_id = '%s' ORDER BY ordinal"
                    .formatted(rows.get(199).spanId())))
        .extracting(Object::toString)
        .isEqualTo(conversation);
    assertThat(
            Tables.number(
                database,
                "SELECT max(ordinal) AS n FROM agent_span_messages WHERE span_id = '%s'"
                    .formatted(rows.get(199).spanId())))
        .isEqualTo(199);
  }

  /**
   * Conversations that fork, forget their beginning, say the same again, in shared and inline rows.
   */
  @EachDatabase
  void randomConversationsComeBackAsTheyWere(TestDatabase database) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    TraceSchema shared = Tables.open(database);
    TraceSchema inline =
        Tables.in(database.dataSource()).contentStorage(ContentStorage.INLINE).open();
    SpanWriter sharing = shared.writer();
    SpanWriter inlining = inline.writer();
    List<SpanRow> rows = new ArrayList<>();
    Set<String> distinct = new HashSet<>();
    for (int batch = 0; batch < 12; batch++) {
      List<SpanRow> written = randomRows(random, rows.size());
      rows.addAll(written);
      if (random.nextInt(3) == 0) {
        inlining.write(written);
      } else {
        sharing.write(written);
        written.forEach(row -> distinct.addAll(elements(row)));
      }
    }
    assertThat(messagesStored(database)).as("seed %d", seed).isEqualTo(distinct.size());
    TraceReader reader = shared.reader();
    for (SpanRow row : rows) {
      ReadBack.assertEqual(reader, row, "seed " + seed);
      assertFullViewAgrees(database, row);
    }
    assertViewHasAllMessages(database, rows);
  }

  private static List<SpanRow> randomRows(Random random, int firstSpan) {
    List<String> conversation = new ArrayList<>();
    List<SpanRow> rows = new ArrayList<>();
    for (int call = 0; call < 8; call++) {
      for (int added = random.nextInt(12); added >= 0; added--) {
        conversation.add(
            message(random.nextBoolean() ? "user" : "tool", "word " + random.nextInt(60)));
      }
      if (random.nextInt(4) == 0) {
        conversation.subList(0, random.nextInt(conversation.size())).clear();
      }
      if (random.nextInt(4) == 0) {
        conversation.set(random.nextInt(conversation.size()), message("user", "edited " + call));
      }
      String answer = message("assistant", "answer " + random.nextInt(5));
      conversation.add(answer);
      answer = random.nextBoolean() ? finished(answer, "stop") : answer;
      rows.add(
          call(random.nextInt(3), firstSpan + call, array(conversation), array(answer)).build());
    }
    return rows;
  }

  private static Set<String> elements(SpanRow row) {
    try {
      Set<String> elements = new HashSet<>();
      JSON.readTree(row.get(SpanColumns.INPUT))
          .forEach(element -> elements.add(element.toString()));
      JSON.readTree(row.get(SpanColumns.OUTPUT))
          .forEach(
              answer -> elements.add(((ObjectNode) answer).without("finish_reason").toString()));
      return elements;
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertViewHasAllMessages(TestDatabase database, List<SpanRow> rows)
      throws Exception {
    List<String> expected = new ArrayList<>();
    for (SpanRow row : rows) {
      for (String direction : List.of("input", "output")) {
        int ordinal = 0;
        String messages =
            row.get(direction.equals("input") ? SpanColumns.INPUT : SpanColumns.OUTPUT);
        for (var message : JSON.readTree(messages)) {
          expected.add(
              "%s %s %d %s %s"
                  .formatted(
                      row.spanId(), direction, ordinal++, message.get("role").asText(), message));
        }
      }
    }
    assertThat(database.rows("SELECT * FROM agent_span_messages"))
        .extracting(
            row ->
                "%s %s %s %s %s"
                    .formatted(
                        row.get("span_id"),
                        row.get("direction"),
                        row.get("ordinal"),
                        row.get("role"),
                        row.get("message")))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @EachDatabase
  void messagesOfAnotherDayAreStoredAgain(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    String messages = array(message("user", "hello"));
    SpanRow today = call(1, 1, messages, "[]").build();
    SpanRow yesterday =
        SpanRows.at(SpanRows.NOW.minus(java.time.Duration.ofDays(1)))
            .set(SpanColumns.TRACE_ID, SpanRows.traceId(1))
            .set(SpanColumns.SPAN_ID, SpanRows.spanId(2))
            .set(SpanColumns.KIND, "LLM")
            .set(SpanColumns.INPUT, messages)
            .build();
    Tables.write(schema, today, yesterday);
    assertThat(messagesStored(database)).isEqualTo(2);
    database.execute("DELETE FROM agent_contents WHERE day = '2026-11-20'");
    ReadBack.assertEqual(schema.reader(), yesterday, "the day that is left");
    SpanRow left = schema.reader().span(today.traceId(), today.spanId()).orElseThrow();
    assertThat(missing(left.get(SpanColumns.INPUT))).isEqualTo(1);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void messagesOfADroppedDayAreStoredAgain(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    String messages = array(message("user", "a"), message("user", "b"));
    writer.write(List.of(call(1, 1, messages, "[]").build()));
    database.execute("DROP TABLE agent_spans_p20261120", "DROP TABLE agent_contents_p20261120");
    SpanRow again = call(1, 2, messages, "[]").build();
    writer.write(List.of(again));
    ReadBack.assertEqual(schema.reader(), again, "a day that was dropped");
  }

  private static SpanRow.Builder call(int trace, int span, String input, String output) {
    return SpanRows.llm(trace, span, 0)
        .set(SpanColumns.INPUT, input)
        .set(SpanColumns.OUTPUT, output);
  }

  private static String message(String role, String content) {
    return "{\"role\":%s,\"parts\":[{\"type\":\"text\",\"content\":%s}]}"
        .formatted(json(role), json(content));
  }

  private static String finished(String message, String reason) {
    return message.substring(0, message.length() - 1) + ",\"finish_reason\":\"" + reason + "\"}";
  }

  private static List<String> answersSaid(TestDatabase database) throws SQLException {
    return Tables.column(
            database,
            "SELECT message FROM agent_span_messages WHERE direction = 'output' ORDER BY span_id")
        .stream()
        .map(Object::toString)
        .toList();
  }

  private static String json(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  private static String array(String... elements) {
    return array(List.of(elements));
  }

  private static String array(List<String> elements) {
    return "[" + String.join(",", elements) + "]";
  }

  private static long messagesStored(TestDatabase database) throws SQLException {
    return Tables.count(database, "agent_contents WHERE content_type = 'message'");
  }

  private static List<Object> roles(TestDatabase database) throws SQLException {
    return Tables.column(
        database, "SELECT role FROM agent_contents WHERE role <> '' ORDER BY role");
  }

  private static void assertFullViewAgrees(TestDatabase database, SpanRow row) throws SQLException {
    Map<String, Object> full =
        database
            .rows(
                "SELECT input, output FROM agent_spans_full WHERE span_id = '%s'"
                    .formatted(row.spanId()))
            .get(0);
    assertThat(String.valueOf(full.get("input"))).isEqualTo(row.get(SpanColumns.INPUT));
    assertThat(String.valueOf(full.get("output"))).isEqualTo(row.get(SpanColumns.OUTPUT));
  }
}
