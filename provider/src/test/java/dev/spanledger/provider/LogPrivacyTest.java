// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Whatever the database says of a span, no line of the log and no health report repeats it. */
@Timeout(120)
class LogPrivacyTest {
  private static final String MARKER = "zq7marker";
  private static final Duration LONG = Duration.ofSeconds(30);

  private final PrintStream err = System.err;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setErr(err);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void rowsThatAreRefusedAreNotQuoted(TestDatabase database) throws Exception {
    for (String check : List.of("name IS NULL", "session_id::integer > 0")) {
      try (Spanledger ledger = open(database)) {
        database.execute("ALTER TABLE agent_spans ADD CONSTRAINT one CHECK (" + check + ")");
        end(ledger);
        assertThat(ledger.flush(LONG)).isTrue();
        assertThat(ledger.stats().ledger().quarantined()).isEqualTo(2);
        assertThat(ledger.health().toString()).doesNotContain(MARKER);
        database.execute("ALTER TABLE agent_spans DROP CONSTRAINT one");
      }
    }
    assertThat(said()).contains("the writer refused an item (23514").contains("(22P02");
    assertThat(database.rows("SELECT reason FROM agent_quarantine").toString()).contains(MARKER);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void whatATriggerSaysIsNotRepeated(TestDatabase database) throws Exception {
    try (Spanledger ledger = open(database)) {
      database.execute(
          "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$"
              + " BEGIN RAISE EXCEPTION 'no %', NEW.name; END $$",
          "CREATE TRIGGER shout BEFORE INSERT ON agent_spans FOR EACH ROW EXECUTE FUNCTION shout()");
      end(ledger);
      assertThat(ledger.flush(LONG)).isTrue();
      assertThat(ledger.stats().ledger().quarantined()).isEqualTo(2);
    }
    assertThat(said())
        .contains("the writer refused an item (P0001 org.postgresql.util.PSQLException)");
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void whatATriggerOfSqliteSaysIsNotRepeated(TestDatabase database) throws Exception {
    try (Spanledger ledger = open(database)) {
      database.execute(
          "CREATE TRIGGER shout BEFORE INSERT ON agent_spans"
              + " BEGIN SELECT RAISE(ABORT, '"
              + MARKER
              + "'); END");
      end(ledger);
      assertThat(ledger.flush(LONG)).isTrue();
      assertThat(ledger.stats().ledger().quarantined()).isEqualTo(2);
    }
    assertThat(said()).contains("the writer refused an item (SQLITE_CONSTRAINT");
  }

  @EachDatabase
  void whatOurCodeTripsOverIsNotRepeated(TestDatabase database) {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource())
            .batchDelay(Duration.ofMillis(1))
            .attributeExtractor(
                (span, row) -> {
                  throw new IllegalStateException("cannot read " + span);
                })
            .redactor(
                (where, text) -> {
                  throw new IllegalArgumentException("cannot redact " + text);
                })
            .build()) {
      end(ledger);
      assertThat(ledger.flush(LONG)).isTrue();
    }
    said();
  }

  private static Spanledger open(TestDatabase database) {
    return Spanledger.builder(database.dataSource())
        .batchDelay(Duration.ofMillis(1))
        .retry(Duration.ofMillis(10), Duration.ofMillis(50))
        .build();
  }

  /** A span with the marker wherever it can be. */
  private static void end(Spanledger ledger) {
    Tracer tracer =
        SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get(MARKER);
    for (int i = 0; i < 2; i++) {
      Span span = tracer.spanBuilder("invoke_agent " + MARKER).startSpan();
      span.setAttribute("session.id", MARKER)
          .setAttribute("user.id", MARKER)
          .setAttribute("gen_ai.agent.name", MARKER)
          .setAttribute(
              "gen_ai.input.messages", "[{\"role\":\"user\",\"content\":\"" + MARKER + "\"}]")
          .setAttribute(MARKER, MARKER)
          .setStatus(StatusCode.ERROR, MARKER)
          .recordException(new IllegalStateException(MARKER))
          .addEvent(MARKER);
      span.end();
    }
  }

  /** What was logged, which must not hold the marker. */
  private String said() {
    String lines = logged.toString(StandardCharsets.UTF_8);
    assertThat(lines).doesNotContain(MARKER);
    return lines;
  }
}
