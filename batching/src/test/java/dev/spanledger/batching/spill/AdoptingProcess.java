// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** A program that says what it adopts, and stays until it is told to end. */
final class AdoptingProcess {
  private AdoptingProcess() {}

  /**
   * Takes the directory. Waits for a byte before it looks, and for the end of input before it ends.
   */
  public static void main(String[] arguments) throws IOException {
    System.out.println("ready");
    System.in.read();
    try (Journal journal =
        Journal.open(Path.of(arguments[0]), 1 << 30, LoggerFactory.getLogger("spill"), "child")) {
      for (Run run : journal.adopt().runs()) {
        try (Reading reading = journal.read(run)) {
          for (byte[] record = reading.next(); record != null; record = reading.next()) {
            System.out.println(new String(record, UTF_8));
          }
        }
      }
      System.out.println("done");
      while (System.in.read() >= 0) {
        // Not yet.
      }
    }
  }
}
