// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.RestartablePostgres;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import dev.spanledger.testkit.oracle.SpanOracle;
import dev.spanledger.testkit.oracle.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL is dead while an application makes 2,000 spans of 2 KiB a second, with a spill
 * directory and a heap that is smaller than what waits.
 */
@Tag("faults")
class DeadDatabaseTest {
  private static final int PAYLOAD = 2_000;
  private static final int SPANS_A_SECOND = 2_000;
  private static final String HEAP = "-Xmx192m";

  @TempDir Path directory;

  @Test
  void everythingIsStoredWhenItIsBack() throws Exception {
    int seconds = FaultForm.choose(2, 60, 600);
    Progress progress = Progress.of("second without PostgreSQL", seconds, 0);
    try (RestartablePostgres postgres = RestartablePostgres.create();
        ChildJvm app =
            ChildJvm.start(LoadProgram.class, List.of(HEAP), orders(postgres, seconds))) {
      app.await("ready");
      int before = journalled();
      postgres.kill();
      long spans = Long.parseLong(app.await("ended"));
      postgres.start();
      long start = System.nanoTime();
      String ledger = app.await("drained");
      double drainSeconds = (System.nanoTime() - start) / 1e9;
      assertThat(app.exitCode()).as(ledger).isZero();
      SpanOracle oracle = SpanOracle.reading(List.of(journal()), PAYLOAD);
      Verdict verdict = TracedApp.judge(oracle, postgres.dataSource());
      progress.end(
          String.format(
              Locale.ROOT,
              "%s; %s; drained in %.1f s, %.1f times as fast as they came",
              verdict,
              HEAP,
              drainSeconds,
              (spans - before) / drainSeconds / SPANS_A_SECOND));
      assertThat(verdict.problems()).isEmpty();
      assertThat(verdict.logged()).isEqualTo((int) spans);
    }
  }

  private List<String> orders(RestartablePostgres postgres, int seconds) {
    return new LoadProgram.Orders(
            postgres.jdbcUrl(),
            postgres.user(),
            directory.resolve("spill"),
            journal(),
            PAYLOAD,
            SPANS_A_SECOND,
            seconds)
        .arguments();
  }

  private int journalled() {
    return SpanOracle.reading(List.of(journal()), PAYLOAD).size();
  }

  private Path journal() {
    return directory.resolve("journal");
  }
}
