// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import dev.spanledger.schema.TraceReader;
import dev.spanledger.viewer.ViewerServer;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;

/** Shows what is stored in a browser. */
final class Viewing {
  private Viewing() {}

  /** Prints the address to open, and answers there until the thread is interrupted. */
  static void untilInterrupted(TraceReader reader, String database, PrintWriter out) {
    try (ViewerServer viewer = ViewerServer.builder(reader).database(database).port(0).start()) {
      out.println("Look at them in a browser, until Ctrl-C:");
      out.println("  " + viewer.url());
      out.flush();
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
