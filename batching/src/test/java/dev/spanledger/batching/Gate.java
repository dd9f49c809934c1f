// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.concurrent.CountDownLatch;

/** Holds a writer until the test lets it go. */
final class Gate {

  private final CountDownLatch open = new CountDownLatch(1);

  void pass() throws InterruptedException {
    open.await();
  }

  /** Cannot be interrupted, as a read from a dead socket. */
  void passWhateverComes() {
    boolean passed = false;
    while (!passed) {
      try {
        open.await();
        passed = true;
      } catch (InterruptedException e) {
        // Blocked for good.
      }
    }
  }

  void open() {
    open.countDown();
  }
}
