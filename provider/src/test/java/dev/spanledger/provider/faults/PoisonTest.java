// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.batching.Ledger;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import dev.spanledger.testkit.oracle.SpanOracle;
import dev.spanledger.testkit.oracle.Verdict;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** Of a hundred spans the database refuses one, for reasons that we cannot know beforehand. */
@Tag("faults")
class PoisonTest {
  private static final int ONE_IN = 100;
  private static final int SPANS_A_RUN = 20;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Of each class that means the row: cardinality, data, constraint, limit. */
  private static final List<String> STATES = List.of("21000", "22001", "23514", "54000");

  private final long seed = FaultForm.seed();
  private final Random random = new Random(seed);

  /** Span id to the reason for which it is refused. */
  private final Map<String, String> refused = new HashMap<>();

  @EachDatabase
  void everyGoodRowIsStoredAndEveryBadOneIsPutAsideWithItsReason(TestDatabase database)
      throws SQLException {
    boolean postgres = database.kind() == DatabaseKind.POSTGRESQL;
    int spans = FaultForm.choose(1_000, 100_000);
    Progress progress = Progress.of("spans, 1% refused, " + database.kind(), spans, seed);
    Spanledger.create(database.dataSource()).close();
    database.execute(postgres ? POSTGRES_TRIGGER : SQLITE_TRIGGER);
    try (HikariDataSource pool = TracedApp.pool(database);
        TracedApp app =
            new TracedApp(
                Spanledger.builder(pool).maxQueueBytes(1L << 30).maxQueueSpans(2 * spans),
                SpanOracle.inMemory(TracedApp.PAYLOAD))) {
      for (int i = 0; i < spans; i += SPANS_A_RUN) {
        run(app);
      }
      assertThat(app.ledger().flush(LONGEST)).as("%s", app.ledger()).isTrue();
      Ledger account = app.ledger().stats().ledger();
      assertThat(account.balanced()).as("%s", account).isTrue();
      assertThat(account.quarantined()).isEqualTo(refused.size()).isPositive();
      assertThat(account.stored()).isEqualTo(spans - refused.size());
      Verdict verdict = TracedApp.judge(app.oracle(), database.dataSource());
      assertThat(verdict.missing()).isEqualTo(refused.keySet());
      assertThat(verdict.unexpected()).isEmpty();
      assertThat(verdict.wrong()).isEmpty();
      assertReasons(database, postgres);
      progress.end(verdict + ", of which " + refused.size() + " in quarantine");
    }
  }

  private void run(TracedApp app) {
    Span root = app.tracer().spanBuilder("invoke_agent a").setNoParent().startSpan();
    Context below = Context.root().with(root);
    for (int i = 1; i < SPANS_A_RUN; i++) {
      boolean bad = random.nextInt(ONE_IN) == 0;
      String state = STATES.get(random.nextInt(STATES.size()));
      Span span =
          app.tracer().spanBuilder(bad ? "refuse " + state : "step").setParent(below).startSpan();
      if (bad) {
        refused.put(span.getSpanContext().getSpanId(), state);
      }
      app.oracle().end(span);
    }
    app.oracle().endRoot(root);
  }

  private void assertReasons(TestDatabase database, boolean postgres) throws SQLException {
    Map<String, String> reasons = new HashMap<>();
    for (Map<String, Object> row : database.rows("SELECT span_id, reason FROM agent_quarantine")) {
      reasons.put((String) row.get("span_id"), (String) row.get("reason"));
    }
    assertThat(reasons.keySet()).isEqualTo(refused.keySet());
    reasons.forEach(
        (span, reason) -> assertThat(reason).contains(postgres ? refused.get(span) : "refused"));
  }

  private static final String SQLITE_TRIGGER =
      """
      CREATE TRIGGER refuse BEFORE INSERT ON agent_spans WHEN NEW.name LIKE 'refuse %'
      BEGIN SELECT RAISE(ABORT, 'refused'); END""";

  private static final String POSTGRES_TRIGGER =
      """
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'refused' USING ERRCODE = split_part(NEW.name, ' ', 2);
      END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON agent_spans
      FOR EACH ROW WHEN (NEW.name LIKE 'refuse %') EXECUTE FUNCTION refuse()""";
}
