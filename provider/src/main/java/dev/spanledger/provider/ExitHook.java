// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import org.jspecify.annotations.Nullable;

/**
 * Closes a ledger when the JVM ends. Set once at most; taken back when the ledger is closed before,
 * for the JVM would keep it in memory. Thread-safe.
 */
final class ExitHook {
  private final Runnable close;
  private @Nullable Thread hook;

  ExitHook(Runnable close) {
    this.close = close;
  }

  synchronized void set() {
    if (hook == null) {
      Thread thread = new Thread(close, "spanledger-shutdown");
      Runtime.getRuntime().addShutdownHook(thread);
      hook = thread;
    }
  }

  synchronized void takeBack() {
    if (hook == null) {
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs, or has run.
    }
  }
}
