// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A turn of long work, of which the log hears every half minute how far it has come. */
final class Progress {
  private static final Logger log = LoggerFactory.getLogger(Maintenance.class);
  private static final long EVERY_NANOS = Duration.ofSeconds(30).toNanos();

  private final String job;
  private final Turn turn;
  private final LongSupplier nanoTime;
  private final Consumer<String> say;
  private long saidAt;

  Progress(String job, Turn turn) {
    this(job, turn, System::nanoTime, log::info);
  }

  Progress(String job, Turn turn, LongSupplier nanoTime, Consumer<String> say) {
    this.job = job;
    this.turn = turn;
    this.nanoTime = nanoTime;
    this.say = say;
    this.saidAt = nanoTime.getAsLong();
  }

  /**
   * As {@link Turn#goesOn()}.
   *
   * @param done so far, for people
   */
  boolean goesOn(Object done) {
    long now = nanoTime.getAsLong();
    if (now - saidAt >= EVERY_NANOS) {
      saidAt = now;
      say.accept("spanledger: %s goes on, so far: %s".formatted(job, done));
    }
    return turn.goesOn();
  }
}
