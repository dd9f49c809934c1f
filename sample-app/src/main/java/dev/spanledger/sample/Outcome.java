// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a conversation went.
 *
 * @param answered the number of turns that were answered
 * @param lastAnswer the last answer; null where there was none
 * @param error what ended the conversation; null where all turns were answered
 */
record Outcome(
    int answered, @Nullable String lastAnswer, @Nullable String error, Duration duration) {

  @Override
  public String toString() {
    String how = error == null ? "ok" : "FAILED: " + error;
    return String.format("%d answered in %4.1f s  %s", answered, duration.toMillis() / 1000.0, how);
  }
}
