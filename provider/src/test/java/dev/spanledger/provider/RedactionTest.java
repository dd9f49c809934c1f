// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.redaction.Redaction;
import dev.spanledger.provider.redaction.Redactor;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class RedactionTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String BARE = "4711SECRET4711";

  private static final List<String> TABLES =
      List.of("agent_spans", "agent_traces", "agent_contents", "agent_quarantine");

  /** A text of each class, and the part of it that no table may hold. */
  private static final Map<String, String> CREDENTIALS =
      Map.of(
          "key sk-ant-api03-" + BARE + "abcdefgh",
          BARE,
          "key sk-proj-" + BARE + "abcdefgh",
          BARE,
          "AKIAIOSFODNN7EXAMPLE",
          "AKIAIOSFODNN7EXAMPLE",
          "ghp_" + BARE + "abcdefghijkl",
          BARE,
          "AIzaSy" + BARE + "abcdefghijklmnopqrst",
          BARE,
          "xoxb-" + BARE,
          BARE,
          "eyJhbGciOiJIUzI1NiJ9." + BARE + ".sig",
          BARE,
          "Authorization: Bearer " + BARE,
          BARE,
          "-----BEGIN PRIVATE KEY-----\n" + BARE + "\n-----END PRIVATE KEY-----",
          BARE,
          "postgres://app:" + BARE + "@db/x",
          BARE);

  private static final Map<String, String> PERSONAL =
      Map.of(
          "write to alice.liddell@example.com", "liddell",
          "call +49 30 1234567", "1234567",
          "card 4111 1111 1111 1111", "1111 1111");

  @EachDatabase
  void noCredentialReachesTheDatabase(TestDatabase database) throws Exception {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      for (Map.Entry<String, String> credential : CREDENTIALS.entrySet()) {
        SpanRow row = everywhere(ledger, credential.getKey());
        assertThat(row.get(SpanColumns.INPUT)).contains("[REDACTED:");
        assertThat(row.name()).contains("[REDACTED:");
        nowhere(database, credential.getValue());
      }
      everywhere(ledger, "write to alice.liddell@example.com");
      assertThat(everything(database)).contains("liddell");
    }
  }

  @EachDatabase
  void noPersonalDataReachesTheDatabaseWhereThatIsAskedFor(TestDatabase database) throws Exception {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).redaction(Redaction.ALL).build()) {
      for (Map.Entry<String, String> datum : PERSONAL.entrySet()) {
        everywhere(ledger, datum.getKey());
        nowhere(database, datum.getValue());
      }
    }
  }

  @EachDatabase
  void whatIsNamedAsACredentialIsHiddenWhateverItIs(TestDatabase database) throws Exception {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      Span span = tracer(ledger).spanBuilder("chat").startSpan();
      span.setAttribute("http.request.header.x-api-key", BARE);
      span.setAttribute(
          AttributeKey.stringArrayKey("http.request.header.authorization"), List.of(BARE));
      span.setAttribute("app.password", 47_114_711L);
      span.setAttribute("gen_ai.headers", "{\"x\":\"" + BARE + "\"}");
      span.setAttribute("ai.request.headers.x", BARE);
      span.setAttribute("metadata.hidden_params", BARE);
      span.setAttribute(
          AttributeKey.valueKey("v"),
          Value.of(KeyValue.of("password", Value.of(KeyValue.of("a", Value.of(BARE))))));
      span.end();
      SpanRow row = row(ledger, span);
      nowhere(database, BARE);
      nowhere(database, "47114711");
      assertThat(row.get(SpanColumns.ATTRIBUTES)).contains("[REDACTED:api_key]");
      assertThat(row.get(SpanColumns.DROPPED_ATTRIBUTES)).isZero();
    }
  }

  @EachDatabase
  void nothingIsTakenOutWhereThatIsAskedFor(TestDatabase database) throws Exception {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).redaction(Redaction.NONE).build()) {
      everywhere(ledger, "Authorization: Bearer " + BARE);
      assertThat(everything(database)).contains(BARE);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void ownRedactorsComeAfterTheBuiltInRules(TestDatabase database) throws Exception {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource())
            .redactor((where, text) -> text.replace("REDACTED", "GONE"))
            .redactor((where, text) -> text.replace("unicorn", "horse"))
            .build()) {
      SpanRow row = everywhere(ledger, "a unicorn, xoxb-" + BARE);
      assertThat(row.name()).isEqualTo("a horse, [GONE:slack_token]");
      assertThat(row.get(SpanColumns.INPUT)).contains("a horse, [GONE:slack_token]");
      nowhere(database, "unicorn");
    }
  }

  @EachDatabase
  void aRedactorThatThrowsCostsTheContentAndNothingElse(TestDatabase database) throws Exception {
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Redactor failing =
        (where, text) -> {
          if (text.contains(BARE)) {
            throw new AssertionError("cannot redact " + text);
          }
          return text;
        };
    try (Spanledger ledger = Spanledger.builder(database.dataSource()).redactor(failing).build()) {
      System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
      everywhere(ledger, BARE);
      SpanRow row = everywhere(ledger, BARE);
      System.setErr(err);

      nowhere(database, BARE);
      assertThat(row.kind()).isEqualTo("LLM");
      assertThat(row.status()).isEqualTo("ERROR");
      assertThat(row.get(SpanColumns.INPUT_TOKENS)).isEqualTo(7);
      assertThat(row.get(SpanColumns.INPUT)).isNull();
      assertThat(ledger.stats().unredactedSpans()).isEqualTo(2);
      assertThat(ledger.stats().ledger().stored()).isEqualTo(2);
      assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain(BARE);
    } finally {
      System.setErr(err);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void inheritedIdsAreRedacted(TestDatabase database) throws Exception {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).redaction(Redaction.ALL).build()) {
      Baggage baggage = Baggage.builder().put("user.id", "alice@example.com").build();
      Span span =
          tracer(ledger).spanBuilder("step").setParent(Context.root().with(baggage)).startSpan();
      span.end();
      assertThat(row(ledger, span).get(SpanColumns.USER_ID)).isEqualTo("[REDACTED:email]");
      nowhere(database, "alice");
    }
  }

  private static SpanRow everywhere(Spanledger ledger, String text) {
    String json =
        "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":"
            + quoted(text)
            + "},{\"type\":\"tool_call\",\"id\":\"1\",\"name\":\"f\",\"arguments\":"
            + quoted("{\"q\":" + quoted(text) + "}")
            + "}]}]";
    SpanContext linked =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    SpanBuilder builder =
        tracer(ledger, text)
            .spanBuilder(text)
            .addLink(linked, Attributes.of(AttributeKey.stringKey("why"), text))
            .setAttribute("gen_ai.operation.name", "chat")
            .setAttribute("gen_ai.request.model", text)
            .setAttribute("gen_ai.usage.input_tokens", 7)
            .setAttribute("gen_ai.input.messages", json)
            .setAttribute("gen_ai.output.messages", json)
            .setAttribute("gen_ai.system_instructions", json)
            .setAttribute("gen_ai.tool.definitions", json)
            .setAttribute("gen_ai.tool.call.arguments", "{\"a\":" + quoted(text) + "}")
            .setAttribute("session.id", text)
            .setAttribute("text", text)
            .setAttribute(text, "key")
            .setAttribute(AttributeKey.stringArrayKey("texts"), List.of("a", text))
            .setAttribute(
                AttributeKey.valueKey("tree"),
                Value.of(KeyValue.of("a", Value.of(Value.of(text), Value.of(1)))));
    Span span = builder.startSpan();
    span.addEvent(text, Attributes.of(AttributeKey.stringKey("body"), json));
    span.recordException(new IllegalStateException(text));
    span.setStatus(StatusCode.ERROR, text);
    span.end();
    return row(ledger, span);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private static Tracer tracer(Spanledger ledger) {
    return tracer(ledger, "test");
  }

  private static Tracer tracer(Spanledger ledger, String text) {
    return SdkTracerProvider.builder()
        .addSpanProcessor(ledger.spanProcessor())
        .setResource(
            Resource.create(
                Attributes.of(
                    AttributeKey.stringKey("service.name"),
                    text,
                    AttributeKey.stringKey("process.command_line"),
                    "run " + text)))
        .build()
        .tracerBuilder(text)
        .setInstrumentationVersion(text)
        .build();
  }

  private static SpanRow row(Spanledger ledger, Span span) {
    assertThat(ledger.flush(SOON)).isTrue();
    SpanContext context = span.getSpanContext();
    return ledger.reader().span(context.getTraceId(), context.getSpanId()).orElseThrow();
  }

  private static void nowhere(TestDatabase database, String part) throws SQLException {
    assertThat(everything(database)).as(part).doesNotContain(part);
  }

  private static String everything(TestDatabase database) throws SQLException {
    StringBuilder all = new StringBuilder();
    for (String table : TABLES) {
      all.append(database.rows("SELECT * FROM " + table));
    }
    return all.toString();
  }
}
