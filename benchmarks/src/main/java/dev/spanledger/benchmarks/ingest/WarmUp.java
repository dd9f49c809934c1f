// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Lets a contender run until the just-in-time compiler has little left to do, as in a process that
 * has run for a while. Says how long each round took, and how much of it compiling went on beside.
 */
final class WarmUp {
  private static final int LEAST_ROUNDS = 8;
  private static final int MOST_ROUNDS = 60;
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(25);
  private static final int QUIET_ROUNDS = 3;
  private static final double QUIET_SHARE = 0.02;
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  private WarmUp() {}

  static void of(Contender contender) throws Exception {
    System.out.printf("  warm-up   %s", contender.name());
    long begin = System.nanoTime();
    int quiet = 0;
    for (int round = 1; round <= MOST_ROUNDS; round++) {
      long compiled = COMPILER.getTotalCompilationTime();
      long start = System.nanoTime();
      double millis = contender.round().nanos() / 1e6;
      long end = System.nanoTime();
      double share = (COMPILER.getTotalCompilationTime() - compiled) * 1e6 / (end - start);
      System.out.printf(" %.0f (%.0f %%)", millis, 100 * share);
      quiet = share < QUIET_SHARE ? quiet + 1 : 0;
      boolean compiledEnough = quiet >= QUIET_ROUNDS && round >= LEAST_ROUNDS;
      if (compiledEnough || end - begin > LONGEST_NANOS) {
        break;
      }
    }
    System.out.println(quiet < QUIET_ROUNDS ? " ms, and still compiling" : " ms");
  }
}
