// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.appthread;

import dev.spanledger.benchmarks.appthread.EndSubject.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Runs a method of {@link SpanEnd} in a JVM of its own. */
final class Jmh {
  private static final int WARMUP_BURSTS = 60;
  private static final int BURSTS = 60;
  private static final TimeValue WARMUP = TimeValue.seconds(3);
  private static final TimeValue TIME = TimeValue.seconds(6);
  private static final double[] PERCENTILES = {50, 99, 99.9, 99.99, 100};

  private Jmh() {}

  static Bursts bursts(String method, Kind processor, int threads) throws RunnerException {
    RunResult run =
        run(
            options(method, processor, threads)
                .warmupIterations(WARMUP_BURSTS)
                .measurementIterations(BURSTS));
    Bursts bursts = new Bursts();
    bursts.add(
        run.getAggregatedResult().getIterationResults().stream()
            .map(iteration -> iteration.getPrimaryResult().getScore())
            .toList(),
        sum(run, "bytes"),
        sum(run, "spans"));
    return bursts;
  }

  /** Of single ends, in nanoseconds, with how many there were. */
  static Map<String, Object> percentiles(Kind processor, int threads) throws RunnerException {
    RunResult run =
        run(
            options("endEach", processor, threads)
                .warmupIterations(1)
                .warmupTime(WARMUP)
                .measurementIterations(1)
                .measurementTime(TIME));
    Statistics statistics = run.getPrimaryResult().getStatistics();
    Map<String, Object> percentiles = new LinkedHashMap<>();
    percentiles.put("samples", statistics.getN());
    for (double percentile : PERCENTILES) {
      String name = percentile == 100 ? "max" : "p" + String.valueOf(percentile).replace(".0", "");
      percentiles.put(name, Math.round(statistics.getPercentile(percentile)));
    }
    return percentiles;
  }

  private static ChainedOptionsBuilder options(String method, Kind processor, int threads) {
    return new OptionsBuilder()
        .include(SpanEnd.class.getName().replace(".", "[.]") + "[.]" + method + "$")
        .param("processor", processor.name())
        .threads(threads)
        .forks(1)
        .verbosity(VerboseMode.SILENT);
  }

  private static RunResult run(ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(options.build()).runSingle();
  }

  private static double sum(RunResult run, String counter) {
    return Objects.requireNonNull(run.getSecondaryResults().get(counter)).getScore();
  }
}
