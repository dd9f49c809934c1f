// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a part of a segment, one after the other. What is damaged is skipped up to
 * the next good frame, and counted. Not thread-safe.
 */
final class SegmentReader implements AutoCloseable {
  private static final int WINDOW = 1 << 16;

  private final Disk.OpenFile file;
  private final long mark;
  private final long to;

  /** The bytes from {@code start} to {@code end} are those of the file before {@code position}. */
  private byte[] window = new byte[WINDOW];

  private int start;
  private int end;
  private long position;

  private int expected;
  private int lost;
  private int marksInDamage;
  private boolean damaged;

  /**
   * @param firstOrdinal of the frame at {@code from}
   */
  SegmentReader(Disk.OpenFile file, long mark, int firstOrdinal, long from, long to) {
    this.file = file;
    this.mark = mark;
    this.expected = firstOrdinal;
    this.position = from;
    this.to = to;
  }

  /** The next record that is whole; null when there is none. */
  byte @Nullable [] next() throws IOException {
    while (has(1)) {
      byte[] record = recordHere();
      if (record != null) {
        return record;
      }
      damaged = true;
      skipToMark();
    }
    if (damaged) {
      lost += Math.max(1, marksInDamage);
      damaged = false;
    }
    return null;
  }

  /** Within its segment, of the record that came last. */
  int ordinal() {
    return expected - 1;
  }

  /** How many frames were damaged so far. At the end of a file, where it is cut off, at least. */
  int lost() {
    return lost;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private byte @Nullable [] recordHere() throws IOException {
    if (!has(Frame.HEADER) || longAt(start) != mark) {
      return null;
    }
    marksInDamage++;
    int ordinal = intAt(start + 8);
    int length = intAt(start + 12);
    int checksum = intAt(start + 16);
    if (ordinal < expected || length < 0 || length > Frame.LONGEST || !has(Frame.HEADER + length)) {
      return null;
    }
    int at = start + Frame.HEADER;
    if (Frame.checksum(ordinal, window, at, length) != checksum) {
      return null;
    }
    lost += ordinal - expected;
    expected = ordinal + 1;
    damaged = false;
    marksInDamage = 0;
    start = at + length;
    return Arrays.copyOfRange(window, at, at + length);
  }

  /** To the next place that begins as a frame does, or to the end. */
  private void skipToMark() throws IOException {
    start++;
    while (has(Long.BYTES)) {
      for (; start + Long.BYTES <= end; start++) {
        if (longAt(start) == mark) {
          return;
        }
      }
    }
    start = end;
  }

  /** Makes the window hold so many bytes, if there are so many. */
  private boolean has(long bytes) throws IOException {
    if (bytes > end - start + (to - position)) {
      return false;
    }
    if (bytes > end - start) {
      makeRoom((int) bytes);
      while (bytes > end - start) {
        int most = (int) Math.min(window.length - end, to - position);
        int count = file.read(position, window, end, most);
        if (count < 0) {
          return false;
        }
        end += count;
        position += count;
      }
    }
    return true;
  }

  private void makeRoom(int bytes) {
    byte[] larger = bytes > window.length ? new byte[bytes] : window;
    System.arraycopy(window, start, larger, 0, end - start);
    window = larger;
    end -= start;
    start = 0;
  }

  private long longAt(int index) {
    return (long) intAt(index) << 32 | (intAt(index + 4) & 0xFFFF_FFFFL);
  }

  private int intAt(int index) {
    return ((window[index] & 0xFF) << 24)
        | ((window[index + 1] & 0xFF) << 16)
        | ((window[index + 2] & 0xFF) << 8)
        | (window[index + 3] & 0xFF);
  }
}
