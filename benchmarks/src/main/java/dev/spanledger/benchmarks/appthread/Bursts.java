// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.appthread;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** What the bursts of several rounds took. */
final class Bursts {
  private final List<Double> nanosEach = new ArrayList<>();
  private double bytes;
  private double spans;

  /**
   * @param nanosEach of each burst, what a span took
   */
  void add(List<Double> nanosEach, double bytes, double spans) {
    this.nanosEach.addAll(nanosEach);
    this.bytes += bytes;
    this.spans += spans;
  }

  void add(Bursts more) {
    add(more.nanosEach, more.bytes, more.spans);
  }

  double median() {
    return at(0.5);
  }

  Map<String, Double> quartiles() {
    return Map.of("q1", at(0.25), "median", at(0.5), "q3", at(0.75));
  }

  /** On the thread itself; less than a byte counts as one, so that nothing compares to nothing. */
  double bytesEach() {
    return Math.max(1, bytes / spans);
  }

  private double at(double share) {
    double[] sorted = nanos().sorted().toArray();
    return sorted[(int) (share * (sorted.length - 1))];
  }

  private DoubleStream nanos() {
    return nanosEach.stream().mapToDouble(Double::doubleValue);
  }
}
