// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.appthread;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Goal;
import dev.spanledger.benchmarks.Options;
import dev.spanledger.benchmarks.Part;
import dev.spanledger.benchmarks.appthread.EndSubject.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;

/** {@code Span.end()} against OpenTelemetry's own batch processor. */
public final class AppThreadBenchmark implements Part {
  private static final String REFERENCE = "BatchSpanProcessor, no-op exporter";
  private static final int ROUNDS = 2;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final double TAIL_GOAL_MICROS = 100;
  private static final List<Integer> THREADS = List.of(1, 2);
  private static final List<Kind> DATABASES = List.of(Kind.UP, Kind.DOWN, Kind.SILENT, Kind.FULL);
  private static final List<Kind> SOME_DATABASES = List.of(Kind.UP, Kind.FULL);

  @Override
  public String name() {
    return "span-end";
  }

  @Override
  public String description() {
    return "what Span.end() costs the thread that calls it";
  }

  @Override
  public List<String> pieces() {
    return THREADS.stream().map(AppThreadBenchmark::piece).toList();
  }

  @Override
  public List<Finding> run(Options options) throws RunnerException {
    List<Finding> findings = new ArrayList<>();
    Jmh jmh = options.quick() ? Jmh.QUICK : Jmh.THOROUGH;
    int rounds = options.quick() ? 1 : ROUNDS;
    for (int threads : options.quick() ? List.of(2) : THREADS) {
      if (!options.wants(name() + ":" + piece(threads))) {
        continue;
      }
      Goal noMore = Goal.atMost(1.0);
      String label = label(threads);
      findings.addAll(
          compared("end(), hot" + label, "end", jmh, threads, SpanEnd.HOT, rounds, noMore));
      findings.addAll(
          compared("end(), cold" + label, "end", jmh, threads, SpanEnd.COLD, rounds, noMore));
      findings.addAll(
          compared("start to end" + label, "life", jmh, threads, SpanEnd.COLD, 1, null));
      findings.addAll(tails(jmh, threads, options.quick() ? SOME_DATABASES : DATABASES));
    }
    return findings;
  }

  private static List<Finding> compared(
      String what, String method, Jmh jmh, int threads, int burst, int rounds, @Nullable Goal goal)
      throws RunnerException {
    Bursts ours = new Bursts();
    Bursts theirs = new Bursts();
    for (int round = 0; round < rounds; round++) {
      theirs.add(jmh.bursts(method, Kind.OTEL, threads, burst));
      ours.add(jmh.bursts(method, Kind.UP, threads, burst));
    }
    Map<String, Object> details = Map.of("ours", ours.quartiles(), "theirs", theirs.quartiles());
    return List.of(
        new Finding(what, REFERENCE, "ns", ours.median(), theirs.median(), goal, details),
        new Finding(
            what + ", allocated",
            REFERENCE,
            "bytes",
            ours.bytesEach(),
            theirs.bytesEach(),
            goal,
            Map.of()));
  }

  private static List<Finding> tails(Jmh jmh, int threads, List<Kind> databases)
      throws RunnerException {
    Map<String, Object> theirs = jmh.percentiles(Kind.OTEL, threads);
    String reference = "the goal (BatchSpanProcessor: %.0f us)".formatted(slowest(theirs));
    List<Finding> findings = new ArrayList<>();
    for (Kind database : databases) {
      Map<String, Object> ours = jmh.percentiles(database, threads);
      findings.add(
          new Finding(
              "end() p99.99, " + database.words() + label(threads),
              reference,
              "us",
              slowest(ours),
              TAIL_GOAL_MICROS,
              Goal.atMost(1.0),
              Map.of("ours_ns", ours, "otel_ns", theirs)));
    }
    return findings;
  }

  private static double slowest(Map<String, Object> percentiles) {
    return ((Number) percentiles.getOrDefault("p99.99", 0)).doubleValue() / NANOS_PER_MICRO;
  }

  private static String piece(int threads) {
    return threads + (threads == 1 ? "-thread" : "-threads");
  }

  private static String label(int threads) {
    return threads == 1 ? ", 1 thread" : ", " + threads + " threads";
  }
}
