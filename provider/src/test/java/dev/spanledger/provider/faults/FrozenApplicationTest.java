// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.TcpProxy;
import dev.spanledger.testkit.oracle.Await;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import dev.spanledger.testkit.oracle.SpanOracle;
import dev.spanledger.testkit.oracle.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGSTOP of the application's JVM in the middle of its work, as a frozen container or function
 * knows it, and SIGCONT. Every other time its connections are gone when it wakes.
 */
@Tag("faults")
class FrozenApplicationTest {
  private static final int PAYLOAD = 1_000;
  private static final int SPANS_A_SECOND = 500;

  private final long seed = FaultForm.seed();
  private final Random random = new Random(seed);

  @TempDir Path directory;

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void goesOnWhereItStood(TestDatabase database) throws Exception {
    int freezes = FaultForm.choose(2, 20);
    Progress progress = Progress.of("SIGSTOP of the application", freezes, seed);
    try (TcpProxy proxy = TcpProxy.inFrontOf(database.jdbcUrl());
        ChildJvm app =
            ChildJvm.start(LoadProgram.class, List.of("-Xmx256m"), orders(proxy, database))) {
      app.await("ready");
      for (int i = 1; i <= freezes; i++) {
        Await.pass(Duration.ofMillis(100 + random.nextInt(400)));
        app.freeze();
        Await.pass(lengthOf(i));
        if (i % 2 == 0) {
          proxy.cut();
        }
        app.thaw();
        progress.round(i, "");
      }
      Await.pass(Duration.ofMillis(200));
      app.endInput();
      String ledger = app.await("drained");
      assertThat(app.exitCode()).as(ledger).isZero();
    }
    SpanOracle oracle = SpanOracle.reading(List.of(journal()), PAYLOAD);
    Verdict verdict = TracedApp.judge(oracle, database.dataSource());
    progress.end(verdict);
    assertThat(verdict.problems()).isEmpty();
  }

  /** In the long form once for a minute, and once for longer than a write may take. */
  private Duration lengthOf(int freeze) {
    if (FaultForm.current() != FaultForm.SHORT && freeze <= 2) {
      return freeze == 1 ? Duration.ofSeconds(60) : Duration.ofSeconds(12);
    }
    return Duration.ofMillis(100 + random.nextInt(900));
  }

  private List<String> orders(TcpProxy proxy, TestDatabase database) {
    return new LoadProgram.Orders(
            proxy.reroute(database.jdbcUrl()),
            database.user(),
            directory.resolve("spill"),
            journal(),
            PAYLOAD,
            SPANS_A_SECOND,
            0)
        .arguments();
  }

  private Path journal() {
    return directory.resolve("journal");
  }
}
