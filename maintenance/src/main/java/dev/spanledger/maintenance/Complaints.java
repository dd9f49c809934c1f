// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import dev.spanledger.schema.TraceSchemaException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Says of each job what goes wrong, once an hour while it stays the same. Thread-safe. */
final class Complaints {
  private static final long AGAIN_NANOS = Duration.ofHours(1).toNanos();

  private final Logger log;
  private final LongSupplier nanoTime;
  private final Map<String, Said> said = new HashMap<>();

  private record Said(String message, long at) {}

  Complaints(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  /** What a failure says to people. */
  static String message(Throwable failure) {
    boolean says = failure instanceof TraceSchemaException || failure instanceof PutOffException;
    return String.valueOf(says ? failure.getMessage() : failure);
  }

  synchronized void about(String job, String message, Throwable cause) {
    long now = nanoTime.getAsLong();
    Said before = said.get(job);
    if (before == null || !before.message.equals(message) || now - before.at > AGAIN_NANOS) {
      said.put(job, new Said(message, now));
      log.warn("spanledger: {} failed, and is tried again: {}", job, message);
      log.debug("spanledger: {}", job, cause);
    }
  }

  /** It went well: what goes wrong later is news. */
  synchronized void over(String job) {
    said.remove(job);
  }
}
