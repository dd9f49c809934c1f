// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.batching.Ledger;
import dev.spanledger.provider.Spanledger;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of the application, with a spill directory and PostgreSQL, which now and then is away as
 * well. Each next process takes over what the one before has left. How much was lost is said here,
 * and asserted where the process watches for how long it did not run: in {@code KilledProcessTest}.
 */
@Tag("faults")
class ApplicationKilledTest {
  private static final int PAYLOAD = 1_000;
  private static final int SPANS_A_SECOND = 1_000;

  private final long seed = FaultForm.seed();
  private final Random random = new Random(seed);

  @TempDir Path directory;

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void losesAtMostItsLastMoment(TestDatabase database) throws Exception {
    int kills = FaultForm.choose(2, 50);
    Progress progress = Progress.of("kill -9 of the application", kills, seed);
    Set<String> storedForSure = new HashSet<>();
    List<Path> journals = new ArrayList<>();
    try (TcpProxy proxy = TcpProxy.inFrontOf(database.jdbcUrl())) {
      for (int i = 1; i <= kills; i++) {
        Path journal = directory.resolve("journal-" + i);
        journals.add(journal);
        runAndKill(proxy, database, journal, storedForSure);
        progress.round(i, "");
      }
    }
    drain(database);
    SpanOracle oracle = SpanOracle.reading(journals, PAYLOAD);
    Verdict verdict = TracedApp.judge(oracle, database.dataSource());
    LossWindow loss = new LossWindow();
    for (Path journal : journals) {
      loss.add(SpanOracle.reading(List.of(journal), PAYLOAD).logged().values(), verdict.missing());
    }
    progress.end(verdict + "; " + loss);
    assertThat(verdict.unexpected()).isEmpty();
    assertThat(verdict.wrong()).isEmpty();
    assertThat(Collections.disjoint(verdict.missing(), storedForSure)).isTrue();
  }

  private void runAndKill(
      TcpProxy proxy, TestDatabase database, Path journal, Set<String> storedForSure)
      throws InterruptedException {
    LoadProgram.Orders orders =
        new LoadProgram.Orders(
            proxy.reroute(database.jdbcUrl()),
            database.user(),
            directory.resolve("spill"),
            journal,
            PAYLOAD,
            SPANS_A_SECOND,
            0);
    proxy.forward();
    try (ChildJvm app =
        ChildJvm.start(LoadProgram.class, List.of("-Xmx256m"), orders.arguments())) {
      app.await("ready");
      storedForSure.addAll(SpanOracle.reading(List.of(journal), PAYLOAD).logged().keySet());
      if (random.nextInt(3) == 0) {
        proxy.refuse();
      }
      Await.pass(Duration.ofMillis(200 + random.nextInt(1_000)));
      app.kill();
    }
  }

  private void drain(TestDatabase database) {
    try (HikariDataSource pool = TracedApp.pool(database)) {
      Spanledger next =
          Spanledger.builder(pool)
              .spillDirectory(directory.resolve("spill"))
              .closeTimeout(Duration.ofMinutes(5))
              .build();
      next.close();
      Ledger account = next.stats().ledger();
      assertThat(account.balanced()).as(account.toString()).isTrue();
      assertThat(account.spilled() + account.queued()).as(account.toString()).isZero();
    }
  }
}
