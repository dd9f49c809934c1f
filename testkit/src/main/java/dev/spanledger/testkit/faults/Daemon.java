// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

/** Threads that do not keep a JVM alive. */
final class Daemon {
  private Daemon() {}

  static void run(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
