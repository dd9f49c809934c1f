// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import dev.spanledger.testkit.oracle.SpanOracle;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** Somebody sets the clock, of the application or of the whole machine. */
@Tag("faults")
class ClockJumpsTest {
  private static final Duration YEAR = Duration.ofDays(365);

  private static final List<Duration> JUMPS =
      List.of(
          Duration.ofHours(-1),
          YEAR,
          Duration.ZERO,
          YEAR.negated(),
          Duration.ofDays(2),
          Duration.ofDays(-20_000),
          Duration.ofDays(36_500));

  private final long seed = FaultForm.seed();
  private final Random random = new Random(seed);

  /** The ledger's clock is right: spans from more than a day ahead, or before 2000, are marked. */
  @EachDatabase
  void ofTheApplicationAlone(TestDatabase database) throws SQLException {
    JumpingClock clock = new JumpingClock();
    try (HikariDataSource pool = TracedApp.pool(database);
        TracedApp app = TracedApp.over(pool)) {
      jump(app, clock, app.tracer(clock), "jumps of the application's clock");
      app.assertNothingLost(database.dataSource());
    }
    assertThat(database.rows("SELECT 1 FROM agent_spans WHERE " + marked(database))).isNotEmpty();
  }

  /** The ledger believes the same clock, whatever it says. */
  @EachDatabase
  void ofTheMachine(TestDatabase database) throws SQLException {
    JumpingClock clock = new JumpingClock();
    try (HikariDataSource pool = TracedApp.pool(database);
        TracedApp app =
            new TracedApp(
                TracedApp.quick(pool).clock(clock), SpanOracle.inMemory(TracedApp.PAYLOAD))) {
      jump(app, clock, app.tracer(clock), "jumps of the machine's clock");
      app.assertNothingLost(database.dataSource());
    }
  }

  private void jump(TracedApp app, JumpingClock clock, Tracer tracer, String what) {
    int jumps = FaultForm.choose(JUMPS.size(), 200);
    Progress progress = Progress.of(what, jumps, seed);
    for (int i = 1; i <= jumps; i++) {
      Duration to = i <= JUMPS.size() ? JUMPS.get(i - 1) : JUMPS.get(random.nextInt(JUMPS.size()));
      acrossTheJump(app, clock, tracer, to);
      AgentLoad.run(tracer, app.oracle(), 3);
      progress.round(i, app.ledger());
    }
    progress.end(app.ledger());
  }

  private static void acrossTheJump(TracedApp app, JumpingClock clock, Tracer tracer, Duration to) {
    Span root = tracer.spanBuilder("invoke_agent a").setNoParent().startSpan();
    clock.jumpTo(to);
    Context below = Context.root().with(root);
    app.oracle().end(tracer.spanBuilder("step").setParent(below).startSpan());
    app.oracle().endRoot(root);
  }

  private static String marked(TestDatabase database) {
    return database.kind() == DatabaseKind.SQLITE ? "time_repaired = 1" : "time_repaired";
  }
}
