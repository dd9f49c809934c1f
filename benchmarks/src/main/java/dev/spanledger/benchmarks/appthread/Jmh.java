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

/**
 * Runs a method of {@link SpanEnd}, and says what came of it.
 *
 * @param forks how many JVMs of its own it gets; with 0 it runs in this one
 * @param spans how many are ended in bursts to warm up, and as many are measured, on each thread
 * @param warmup how long single ends warm up
 * @param time how long they are measured; longer where a database must take them meanwhile
 */
record Jmh(int forks, int spans, TimeValue warmup, TimeValue time) {
  static final Jmh THOROUGH = new Jmh(1, 24_000, TimeValue.seconds(3), TimeValue.seconds(4));

  /** Only to see that it runs. */
  static final Jmh QUICK = new Jmh(0, 1, TimeValue.milliseconds(10), TimeValue.milliseconds(100));

  private static final double[] PERCENTILES = {50, 99, 99.9, 99.99, 100};

  Bursts bursts(String method, Kind processor, int threads, int burst) throws RunnerException {
    int bursts = Math.max(1, spans / burst);
    RunResult run =
        run(
            options(method, processor, threads)
                .param("burst", Integer.toString(burst))
                .operationsPerInvocation(burst)
                .warmupIterations(bursts)
                .measurementIterations(bursts));
    Bursts measured = new Bursts();
    measured.add(
        run.getAggregatedResult().getIterationResults().stream()
            .map(iteration -> iteration.getPrimaryResult().getScore())
            .toList(),
        sum(run, "bytes"),
        sum(run, "spans"));
    System.out.printf(
        "  %-8s %-24s %d thread(s), %,d bursts of %,d: %.0f ns%n",
        method, processor.words(), threads, bursts, burst, measured.median());
    return measured;
  }

  /** Of single ends, in nanoseconds, with how many there were. */
  Map<String, Object> percentiles(Kind processor, int threads) throws RunnerException {
    TimeValue measured = new TimeValue(time.getTime() * processor.patience, time.getTimeUnit());
    RunResult run =
        run(
            options("endEach", processor, threads)
                .param("burst", Integer.toString(SpanEnd.COLD))
                .warmupIterations(1)
                .warmupTime(warmup)
                .measurementIterations(1)
                .measurementTime(measured));
    Statistics statistics = run.getPrimaryResult().getStatistics();
    Map<String, Object> percentiles = new LinkedHashMap<>();
    percentiles.put("samples", statistics.getN());
    for (double percentile : PERCENTILES) {
      String name = percentile == 100 ? "max" : "p" + String.valueOf(percentile).replace(".0", "");
      percentiles.put(name, Math.round(statistics.getPercentile(percentile)));
    }
    System.out.printf(
        "  endEach  %-24s %d thread(s): %s ns%n", processor.words(), threads, percentiles);
    return percentiles;
  }

  private ChainedOptionsBuilder options(String method, Kind processor, int threads) {
    return new OptionsBuilder()
        .include(SpanEnd.class.getName().replace(".", "[.]") + "[.]" + method + "$")
        .param("processor", processor.name())
        .threads(threads)
        .forks(forks)
        .verbosity(VerboseMode.SILENT);
  }

  private static RunResult run(ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(options.build()).runSingle();
  }

  private static double sum(RunResult run, String counter) {
    return Objects.requireNonNull(run.getSecondaryResults().get(counter)).getScore();
  }
}
