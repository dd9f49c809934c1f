// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went wrong while rows were made of spans, in all databases together: counted each time, said
 * once, and never with the payload. Thread-safe.
 */
final class Mishaps {
  private static final Logger log = LoggerFactory.getLogger(Spanledger.class);

  private final AtomicLong repaired = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private final AtomicLong unredacted = new AtomicLong();

  void repaired(int values) {
    repaired.addAndGet(values);
  }

  void unreadable(Throwable e) {
    if (unreadable.getAndIncrement() == 0) {
      log.warn(
          "spanledger: a span's attributes could not be read ({}); such spans are stored without them, and counted",
          e.getClass().getName());
    }
  }

  /** What a redactor throws may quote the payload. */
  void unredacted(Throwable e) {
    if (unredacted.getAndIncrement() == 0) {
      log.warn(
          "spanledger: a redactor or extractor failed; such spans are stored without their content, and counted",
          new WithoutMessage(e));
    }
  }

  /** How many values had to be repaired before a database would take them. */
  long repaired() {
    return repaired.get();
  }

  /** How many spans were stored without their attributes, because reading those failed. */
  long unreadable() {
    return unreadable.get();
  }

  /** How many spans were stored without their content, because redacting them failed. */
  long unredacted() {
    return unredacted.get();
  }
}
