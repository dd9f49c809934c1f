// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What must not be stored is not stored by any way: log records, late ones, the quarantine. */
class LeakTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String MARKER = "MARKER4711MARKER";
  private static final String REFUSED = "refused";

  private static final List<String> TABLES =
      List.of("agent_spans", "agent_traces", "agent_contents", "agent_quarantine", "agent_scores");

  /** Records that hold content in their body, and those that hold it in these attributes. */
  private static final Map<String, List<String>> RECORDS =
      Map.of(
          "gen_ai.system.message", List.of(),
          "gen_ai.user.message", List.of("gen_ai.event.content"),
          "gen_ai.assistant.message", List.of(),
          "gen_ai.tool.message", List.of(),
          "gen_ai.choice", List.of(),
          "gen_ai.client.inference.operation.details",
              List.of(
                  "gen_ai.input.messages",
                  "gen_ai.output.messages",
                  "gen_ai.system_instructions",
                  "gen_ai.tool.definitions"),
          "gen_ai.evaluation.result", List.of("gen_ai.evaluation.explanation"),
          "gen_ai.guardrail.result", List.of("gen_ai.guardrail.result.reason"));

  private static final List<String> SECRETS =
      List.of(
          "sk-ant-api03-" + MARKER + "abcdefgh",
          "Authorization: Bearer " + MARKER,
          "postgres://app:" + MARKER + "@db/x",
          "password=" + MARKER,
          "-----BEGIN PRIVATE KEY-----\n" + MARKER + "\n-----END PRIVATE KEY-----");

  @EachDatabase
  void noLogRecordIsStoredUnderBasicCapture(TestDatabase database) throws Exception {
    String logged = logged(database, ContentCapture.BASIC, List.of(MARKER));
    assertThat(stored(database)).isEmpty();
    assertThat(database.rows("SELECT * FROM agent_scores")).isNotEmpty();
    assertThat(logged).doesNotContain(MARKER);
  }

  /** Each of these places is one that is stored otherwise: else the tests here say nothing. */
  @EachDatabase
  void theSameIsStoredUnderDetailedCapture(TestDatabase database) throws Exception {
    String logged = logged(database, ContentCapture.DETAILED, List.of(MARKER));
    assertThat(stored(database))
        .anyMatch(where -> where.startsWith("agent_contents"))
        .anyMatch(where -> where.startsWith("agent_scores.explanation"))
        .anyMatch(where -> where.startsWith("agent_quarantine.row_data"));
    // PostgreSQL's message says what is in the row that it refuses.
    assertThat(logged).contains("refused").doesNotContain(MARKER);
  }

  @EachDatabase
  void noSecretOfALogRecordOrOfARefusedSpanIsStored(TestDatabase database) throws Exception {
    String logged = logged(database, ContentCapture.DETAILED, SECRETS);
    assertThat(stored(database)).isEmpty();
    assertThat(logged).doesNotContain(MARKER);
  }

  /** What the process says while each text comes in by every way, and some of it is refused. */
  private static String logged(TestDatabase database, ContentCapture capture, List<String> texts)
      throws Exception {
    Spanledger.create(database.dataSource()).close();
    refuse(database);
    PrintStream err = System.err;
    PrintStream out = System.out;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(logged, true, StandardCharsets.UTF_8);
    try {
      System.setErr(both);
      System.setOut(both);
      for (String text : texts) {
        for (Function<Spanledger, LoggingApp> face :
            List.<Function<Spanledger, LoggingApp>>of(LoggingApp::new, LoggingApp::exporting)) {
          try (Spanledger ledger =
              Spanledger.builder(database.dataSource()).contentCapture(capture).build()) {
            everyWay(ledger, face.apply(ledger), text);
          }
        }
      }
    } finally {
      System.setErr(err);
      System.setOut(out);
    }
    assertThat(database.rows("SELECT * FROM agent_quarantine")).isNotEmpty();
    return logged.toString(StandardCharsets.UTF_8);
  }

  /** With the span, in the queue, late, without a span, and refused. */
  private static void everyWay(Spanledger ledger, LoggingApp app, String text) {
    Span span = said(app, text, "chat");
    span.end();
    records(app, span, text);
    assertThat(ledger.flush(SOON)).isTrue();
    records(app, span, text);
    Span late = app.start();
    late.end();
    assertThat(ledger.flush(SOON)).isTrue();
    records(app, late, text);
    said(app, text, REFUSED).end();
    assertThat(ledger.flush(SOON)).isTrue();
    app.close();
    assertThat(ledger.stats().ledger().quarantined()).isPositive();
  }

  private static Span said(LoggingApp app, String text, String name) {
    Span span = app.start();
    span.updateName(name);
    span.setAttribute("gen_ai.input.messages", message(text));
    span.setAttribute("gen_ai.evaluation.explanation", text);
    span.addEvent(
        "gen_ai.evaluation.result",
        Attributes.of(
            AttributeKey.stringKey("gen_ai.evaluation.name"),
            "quality",
            AttributeKey.doubleKey("gen_ai.evaluation.score.value"),
            0.5,
            AttributeKey.stringKey("gen_ai.evaluation.explanation"),
            text));
    span.addEvent("gen_ai.user.message", Attributes.of(AttributeKey.stringKey("content"), text));
    records(app, span, text);
    return span;
  }

  private static void records(LoggingApp app, Span span, String text) {
    Value<?> body =
        Value.of(
            KeyValue.of("content", Value.of(text)),
            KeyValue.of("role", Value.of("user")),
            KeyValue.of("message", Value.of(KeyValue.of("content", Value.of(text)))));
    RECORDS.forEach(
        (event, keys) -> {
          AttributesBuilder attributes =
              Attributes.builder()
                  .put("gen_ai.evaluation.name", "quality")
                  .put("gen_ai.evaluation.score.value", 0.5)
                  .put("gen_ai.guardrail.result.value", "deny");
          keys.forEach(key -> attributes.put(key, message(text)));
          app.log(span, event, body, attributes.build());
          app.log(span, event, Value.of(text), attributes.build());
        });
  }

  private static String message(String text) {
    return LoggingApp.message("user", text.replace("\n", "\\n"));
  }

  private static void refuse(TestDatabase database) throws SQLException {
    database.execute(
        database.kind() == DatabaseKind.POSTGRESQL
            ? "ALTER TABLE agent_spans ADD CONSTRAINT refuse CHECK (name <> 'refused')"
            : "CREATE TRIGGER refuse BEFORE INSERT ON agent_spans WHEN NEW.name = 'refused'"
                + " BEGIN SELECT RAISE(ABORT, 'refused'); END");
  }

  private static List<String> stored(TestDatabase database) throws SQLException {
    List<String> stored = new ArrayList<>();
    for (String table : TABLES) {
      for (Map<String, ?> row : database.rows("SELECT * FROM " + table)) {
        row.forEach(
            (column, value) -> {
              if (String.valueOf(value).contains(MARKER)) {
                stored.add(table + "." + column + ": " + value);
              }
            });
      }
    }
    return stored;
  }
}
