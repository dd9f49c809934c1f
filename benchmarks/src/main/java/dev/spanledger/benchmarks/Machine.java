// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

/** What the figures were taken on. */
final class Machine {
  private Machine() {}

  static String description() {
    return "%d processors, %s %s, Java %s (%s)"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            System.getProperty("java.version"),
            System.getProperty("java.vm.name"));
  }
}
