// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets contenders run by turns, so that whatever else the machine does meets all of them.
 *
 * @param warmups rounds of each that do not count
 * @param rounds rounds of each that do
 */
record Race(int warmups, int rounds) {
  /** Each contender's times, in the order of the contenders. */
  List<Laps> run(List<Contender> contenders) throws Exception {
    List<List<Timing>> timings = contenders.stream().map(Race::none).toList();
    for (int round = 1 - warmups; round <= rounds; round++) {
      System.out.printf("  %-9s", round < 1 ? "warm-up" : "round " + round);
      for (int i = 0; i < contenders.size(); i++) {
        PageCache.writeOut();
        Timing timing = contenders.get(i).round();
        System.out.printf(" %s %.0f ms;", contenders.get(i).name(), timing.nanos() / 1e6);
        if (round >= 1) {
          timings.get(i).add(timing);
        }
      }
      System.out.println();
    }
    return timings.stream().map(Laps::new).toList();
  }

  private static List<Timing> none(Contender contender) {
    return new ArrayList<>();
  }
}
