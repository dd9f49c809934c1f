// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a run, and never throws: what cannot be read is missing. Not thread-safe.
 */
public final class Reading implements AutoCloseable {
  private final Journal journal;
  private final Run run;
  private @Nullable SegmentReader reader;
  private int read;
  private boolean over;

  Reading(Journal journal, Run run) {
    this.journal = journal;
    this.run = run;
  }

  /** The next record; null when there is none. */
  public byte @Nullable [] next() {
    byte[] record = isOver() ? null : tryNext();
    if (record == null) {
      over = true;
    } else {
      read++;
    }
    if (isOver()) {
      close();
    }
    return record;
  }

  /** Whether all was read that can be read. */
  public boolean isOver() {
    return over || read == run.count();
  }

  /** Where the records are. */
  public Segment segment() {
    return run.segment();
  }

  /** Within the segment, of the record that came last. */
  public int ordinal() {
    return reader == null ? run.ordinal() : reader.ordinal();
  }

  /** Once it is over: how many records of the run could not be read. */
  public int missing() {
    return run.count() - read;
  }

  @Override
  public void close() {
    try {
      if (reader != null) {
        reader.close();
      }
    } catch (IOException e) {
      // It was read from only.
    }
  }

  private byte @Nullable [] tryNext() {
    try {
      if (reader == null) {
        reader = journal.reader(run);
      }
      byte[] record = reader.next();
      while (record != null && reader.ordinal() < run.ordinal()) {
        record = reader.next(); // Done before, by a process that is gone.
      }
      return record;
    } catch (IOException e) {
      journal.cannotRead(run.segment(), e);
      return null;
    }
  }
}
