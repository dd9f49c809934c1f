// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import java.io.IOException;

/** What was written and is not on the disk yet. */
final class PageCache {
  private PageCache() {}

  /**
   * Has all of it written: the next to commit would wait for what those before it have left. Does
   * nothing where there is no {@code sync}.
   */
  static void writeOut() throws InterruptedException {
    try {
      new ProcessBuilder("sync").start().waitFor();
    } catch (IOException e) {
      // Then the contenders that come after large writers are a little worse off.
    }
  }
}
