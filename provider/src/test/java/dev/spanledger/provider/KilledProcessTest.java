// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.batching.DropReason;
import dev.spanledger.batching.Ledger;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/**
 * With a spill directory, a process that is killed loses what ended in its last 20 ms at most, and
 * the next one writes the rest. Three times in every build, without looking at the clock; fifty
 * with {@code -Dspanledger.faults=long}, which wants a machine to itself.
 */
class KilledProcessTest {
  private static final boolean LONG = "long".equals(System.getProperty("spanledger.faults"));
  private static final int KILLS = LONG ? 50 : 3;

  private static final long PROMISE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  @TempDir Path directory;

  /** What the process said before it ended a span. */
  private record Said(long nanos, String id, String name, long stallNanos) {
    static Said parse(String line) {
      String[] parts = line.split(",", -1);
      return new Said(Long.parseLong(parts[0]), parts[1], parts[2], Long.parseLong(parts[3]));
    }
  }

  @Test
  @Timeout(1_800)
  void losesAtMostItsLastTwentyMilliseconds() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    System.out.println("KilledProcessTest: seed " + seed);
    for (int kill = 0; kill < KILLS; kill++) {
      boolean databaseIsAway = kill % 3 != 2;
      List<Said> said = runAndKill(databaseIsAway, 200 + random.nextInt(1_500));
      Ledger ledger = writeWhatIsLeft();
      assertThat(ledger.balanced()).as("seed %d, kill %d: %s", seed, kill, ledger).isTrue();
      assertThat(ledger.dropped(DropReason.SPILL_DAMAGED)).isLessThanOrEqualTo(1);
      check(said, "seed " + seed + ", kill " + kill);
    }
  }

  private List<Said> runAndKill(boolean databaseIsAway, int millis) throws IOException {
    Process process = start(databaseIsAway);
    List<Said> said = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      Thread killer = new Thread(() -> killAfter(process, millis));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("ready")) {
          killer.start();
        } else if (line.chars().filter(c -> c == ',').count() == 3) {
          said.add(Said.parse(line));
        }
      }
    }
    assertThat(said).hasSizeGreaterThan(1_000);
    return said;
  }

  private static void killAfter(Process process, int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    process.toHandle().destroyForcibly(); // Unlike the process itself, it leaves the pipe alone.
  }

  private Process start(boolean databaseIsAway) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            SpillingProcess.class.getName(),
            database().toString(),
            spill().toString(),
            Boolean.toString(databaseIsAway))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private Ledger writeWhatIsLeft() {
    Spanledger next =
        Spanledger.builder(dataSource())
            .elsewhere(knob -> null)
            .closeTimeout(Duration.ofMinutes(2))
            .spillDirectory(spill())
            .build();
    next.close();
    assertThat(next.stats().ledger().spilled()).isZero();
    return next.stats().ledger();
  }

  /** The last line may be of a span that never ended. */
  private void check(List<Said> said, String run) throws SQLException {
    Map<String, String> stored = stored();
    Said last = said.get(said.size() - 1);
    long window = PROMISE_NANOS + last.stallNanos;
    List<Said> lost = said.stream().filter(one -> !stored.containsKey(one.id)).toList();
    List<Said> recent = said.subList(said.size() - SpillingProcess.QUEUE, said.size());
    assertThat(recent).as(run).containsAll(lost);
    for (Said one : said) {
      assertThat(stored.getOrDefault(one.id, one.name)).as(run).isEqualTo(one.name);
    }
    if (LONG) {
      assertThat(lost)
          .as("%s; the JVM stalled for up to %d ns", run, last.stallNanos)
          .allMatch(one -> last.nanos - one.nanos <= window);
    }
    System.out.printf(
        "KilledProcessTest: %s: %d ended, %d of the last lost, longest stall %.1f ms%n",
        run, said.size(), lost.size(), last.stallNanos / 1e6);
  }

  private Map<String, String> stored() throws SQLException {
    Map<String, String> names = new HashMap<>();
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery("SELECT span_id, name FROM agent_spans")) {
        while (rows.next()) {
          names.put(rows.getString(1), rows.getString(2));
        }
      }
      try (ResultSet total = statement.executeQuery("SELECT sum(span_count) FROM agent_traces")) {
        total.next();
        assertThat(total.getLong(1)).isEqualTo(names.size());
      }
    }
    return names;
  }

  private Path database() {
    return directory.resolve("traces.db");
  }

  private Path spill() {
    return directory.resolve("spill");
  }

  private SQLiteDataSource dataSource() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + database());
    return source;
  }
}
