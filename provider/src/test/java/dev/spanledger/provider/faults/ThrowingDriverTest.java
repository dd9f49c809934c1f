// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;

/** The driver throws what no driver should, at each call of JDBC in turn. */
@Tag("faults")
class ThrowingDriverTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final List<Supplier<Throwable>> THROWN =
      List.of(
          () -> new OutOfMemoryError("injected"),
          () -> new NoClassDefFoundError("injected"),
          () -> new StackOverflowError("injected"),
          () -> new IllegalStateException("injected"),
          () -> new SQLException("injected", "58030"));

  private final long seed = FaultForm.seed();

  @EachDatabase
  void costsNothing(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = TracedApp.pool(database)) {
      FaultyDataSource source = FaultyDataSource.over(pool);
      try (TracedApp app = TracedApp.over(source)) {
        write(app);
        int before = source.calls(Call.ANY);
        write(app);
        int callsOfABatch = source.calls(Call.ANY) - before;
        int everyNth = FaultForm.choose(Math.max(1, callsOfABatch / 8), 1);
        Progress progress = Progress.of("JDBC calls, each of which throws", callsOfABatch, seed);
        int faults = 0;
        for (int call = 0; call < callsOfABatch; call += everyNth) {
          for (Supplier<Throwable> thrown : THROWN) {
            source.fail(Call.ANY).after(call).with(thrown);
            write(app);
            source.heal();
            faults++;
          }
          progress.round(call, app.ledger());
        }
        for (Supplier<Throwable> thrown : THROWN) {
          source.fail(Call.CLOSE).losingTheReply().with(thrown);
          write(app);
          faults++;
        }
        progress.end(faults + " faults; " + app.assertNothingLost(database.dataSource()));
      }
    }
  }

  private static void write(TracedApp app) {
    AgentLoad.run(app.tracer(), app.oracle(), 3);
    assertThat(app.ledger().flush(SOON)).as("%s", app.ledger()).isTrue();
  }
}
