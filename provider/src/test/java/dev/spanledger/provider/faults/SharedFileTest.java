// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.Await;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import dev.spanledger.testkit.oracle.SpanOracle;
import dev.spanledger.testkit.oracle.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four processes write into one SQLite file, each as fast as it can: none is turned away, and the
 * write-ahead log stays small.
 */
@Tag("faults")
class SharedFileTest {
  private static final int PROCESSES = 4;
  private static final long LONGEST_LOG = 64L << 20;

  @TempDir Path directory;

  @EachDatabase(DatabaseKind.SQLITE)
  void nobodyIsTurnedAway(TestDatabase database) throws Exception {
    int seconds = FaultForm.choose(2, 60);
    Progress progress = Progress.of("second of 4 processes on a SQLite file", seconds, 0);
    List<Path> journals = new ArrayList<>();
    List<ChildJvm> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        journals.add(directory.resolve("journal-" + i));
        processes.add(start(database, journals.get(i), i));
      }
      processes.forEach(process -> process.await("ready"));
      long log = 0;
      for (int second = 1; second <= seconds; second++) {
        Await.pass(Duration.ofSeconds(1));
        log = Math.max(log, log(database));
        progress.round(second, "log of " + log + " bytes");
      }
      processes.forEach(ChildJvm::endInput);
      for (ChildJvm process : processes) {
        System.out.println("[faults]   " + process.await("written"));
        assertThat(process.exitCode()).isZero();
      }
      SpanOracle oracle = SpanOracle.reading(journals, TracedApp.PAYLOAD);
      Verdict verdict = TracedApp.judge(oracle, database.dataSource());
      progress.end(verdict + "; log of " + log + " bytes at most");
      assertThat(verdict.problems()).isEmpty();
      assertThat(log).isPositive().isLessThan(LONGEST_LOG);
    } finally {
      processes.forEach(ChildJvm::close);
    }
  }

  /** Two with batches as they are by default, and two with many small ones. */
  private static ChildJvm start(TestDatabase database, Path journal, int number) {
    int batchSize = number < PROCESSES / 2 ? 512 : 32;
    return ChildJvm.start(
        SharedFileProgram.class,
        List.of("-Xmx128m"),
        List.of(database.jdbcUrl(), journal.toString(), Integer.toString(batchSize)));
  }

  private static long log(TestDatabase database) throws IOException {
    return Files.size(Path.of(database.jdbcUrl().replace("jdbc:sqlite:", "") + "-wal"));
  }
}
