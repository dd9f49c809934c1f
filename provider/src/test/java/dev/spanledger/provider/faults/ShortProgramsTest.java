// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import dev.spanledger.testkit.oracle.SpanOracle;
import dev.spanledger.testkit.oracle.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that end 50 ms after their last span, in every way in which a JVM ends by itself: all
 * spans are stored. Where the pool was closed before, the program ends at once and says how many
 * were lost.
 */
@Tag("faults")
class ShortProgramsTest {
  private static final List<ShortProgram.End> ENDS = List.of(ShortProgram.End.values());

  private static final List<String> LOG_WARNINGS =
      List.of("-Xmx64m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

  @TempDir Path directory;

  @EachDatabase
  void loseNothingUncounted(TestDatabase database) throws Exception {
    int programs = FaultForm.choose(ENDS.size(), 150);
    Progress progress = Progress.of("programs that end, " + database.kind(), programs, 0);
    List<Path> journals = new ArrayList<>();
    int closedPools = 0;
    for (int i = 1; i <= programs; i++) {
      ShortProgram.End end = ENDS.get(i % ENDS.size());
      Path journal = directory.resolve("journal-" + i);
      run(database, journal, end);
      if (end == ShortProgram.End.POOL_CLOSED) {
        closedPools++;
      } else {
        journals.add(journal);
      }
      progress.round(i, "");
    }
    SpanOracle oracle = SpanOracle.reading(journals, TracedApp.PAYLOAD);
    Verdict verdict = TracedApp.judge(oracle, database.dataSource());
    progress.end(verdict + "; and " + closedPools + " whose pool was closed counted all as lost");
    assertThat(verdict.logged()).isEqualTo(journals.size() * ShortProgram.SPANS);
    assertThat(verdict.problems()).isEmpty();
  }

  private static void run(TestDatabase database, Path journal, ShortProgram.End end)
      throws InterruptedException {
    List<String> arguments =
        List.of(database.jdbcUrl(), database.user(), journal.toString(), end.name());
    try (ChildJvm program = ChildJvm.start(ShortProgram.class, LOG_WARNINGS, arguments)) {
      program.await("ends");
      if (end == ShortProgram.End.SIGTERM) {
        program.terminate();
      }
      List<String> lines = program.awaitEnd();
      assertThat(program.exitCode()).as("%s: %s", end, lines).isEqualTo(exitCode(end));
      if (end == ShortProgram.End.POOL_CLOSED) {
        assertThat(lines).anyMatch(line -> line.contains("{CLOSE_DEADLINE=" + ShortProgram.SPANS));
      } else {
        assertThat(lines).noneMatch(line -> line.contains("lost"));
      }
    }
  }

  private static int exitCode(ShortProgram.End end) {
    return switch (end) {
      case RETURN, INSTALLED, POOL_CLOSED -> 0;
      case EXIT -> ShortProgram.EXIT_CODE;
      case THROW -> 1;
      case SIGTERM -> 128 + 15;
    };
  }
}
