// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import dev.spanledger.batching.spill.Adopted;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Says what goes wrong with the spill directory: at once the first time, then at most once a
 * minute. It never sees an item. Thread-safe; a logger that throws is ignored.
 */
final class SpillLog {

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Logger log;
  private final String name;
  private final Time time;

  // Under the lock of this.
  private boolean failing;
  private boolean said;
  private long saidNanos;
  private boolean decodeSaid;
  private boolean encodeSaid;

  SpillLog(Logger log, String name, Time time) {
    this.log = log;
    this.name = name;
    this.time = time;
  }

  /** Items could not be appended, and are in memory only. */
  synchronized void cannotAppend(IOException failure) {
    failing = true;
    if (!said || time.nanos() - saidNanos >= MINUTE_NANOS) {
      said = true;
      saidNanos = time.nanos();
      quietly(
          () ->
              log.warn(
                  "{}: the spill directory takes nothing, items are kept in memory only: {}",
                  name,
                  failure.toString()));
    }
  }

  synchronized void appended() {
    if (failing) {
      failing = false;
      quietly(() -> log.info("{}: the spill directory works again", name));
    }
  }

  void adopted(Adopted adopted) {
    if (adopted.count() + adopted.damaged() > 0) {
      quietly(
          () ->
              log.info(
                  "{}: an earlier process has left {} items in the spill directory, which are"
                      + " written now; {} are damaged and lost",
                  name,
                  adopted.count(),
                  adopted.damaged()));
    }
  }

  void cannotAdopt(IOException failure) {
    quietly(
        () ->
            log.warn(
                "{}: what earlier processes have left in the spill directory cannot be read: {}",
                name,
                failure.toString()));
  }

  /** The failure is from code that knows the item: its message stays out. */
  synchronized void cannotDecode(RuntimeException failure) {
    if (!decodeSaid) {
      decodeSaid = true;
      quietly(
          () ->
              log.warn(
                  "{}: an item in the spill directory is of a form that is not known here ({});"
                      + " such items are lost, and their files put aside",
                  name,
                  failure.getClass().getName()));
    }
  }

  /** The failure is from code that knows the item: its message stays out. */
  synchronized void cannotEncode(Throwable failure) {
    if (!encodeSaid) {
      encodeSaid = true;
      quietly(
          () ->
              log.warn(
                  "{}: an item cannot be written to the spill directory ({}), and is in memory"
                      + " only",
                  name,
                  failure.getClass().getName()));
    }
  }

  /** Our own code threw something: the thread goes on. */
  void survived(Throwable failure) {
    quietly(
        () ->
            log.warn(
                "{}: unexpected failure while spilling, going on: {}",
                name,
                FailureText.where(failure)));
  }

  /** Called once, at the end. */
  void left(long items) {
    if (items > 0) {
      quietly(
          () ->
              log.info(
                  "{}: closed; {} items are left in the spill directory, and written at the next"
                      + " start",
                  name,
                  items));
    }
  }

  private static void quietly(Runnable line) {
    try {
      line.run();
    } catch (Throwable e) {
      // The items matter more than the line.
    }
  }
}
