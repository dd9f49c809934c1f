// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.viewer;

import dev.spanledger.benchmarks.Limits;
import java.io.IOException;

/** Asks the same again and again. */
final class Timed {
  private static final int WARM_UP = 3;

  private Timed() {}

  /** The median of so many rounds, in milliseconds. */
  static double median(Shown shown, int rounds, String path)
      throws IOException, InterruptedException {
    double[] millis = new double[rounds];
    for (int i = -WARM_UP; i < rounds; i++) {
      long start = System.nanoTime();
      shown.ask(path);
      if (i >= 0) {
        millis[i] = Limits.millis(System.nanoTime() - start);
      }
    }
    return Limits.quantile(millis, 0.5);
  }
}
