// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream as bytes; of one that is too long, nothing but that. Not thread-safe. */
final class Lines {
  /** A request of a collector has some megabytes. */
  private static final long LONGEST = 256 << 20;

  /** The line, its copy while it grows, and what is made of it must have room. */
  private static final int SHARE_OF_HEAP = 16;

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private long bytes;
  private long number;
  private boolean tooLong;
  private final int longest;

  Lines(InputStream in) {
    this(in, longest(Runtime.getRuntime().maxMemory()));
  }

  /**
   * Lines up to a length.
   *
   * @param longest in bytes
   */
  Lines(InputStream in, int longest) {
    this.in = new BufferedInputStream(in, BUFFER);
    this.longest = longest;
  }

  /** With so much memory. */
  static int longest(long heap) {
    return (int) Math.min(LONGEST, heap / SHARE_OF_HEAP);
  }

  /** The next one without its end; null after the last. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    tooLong = false;
    int read = in.read();
    if (read < 0) {
      return null;
    }
    while (read >= 0 && read != '\n') {
      bytes++;
      if (line.size() < longest) {
        line.write(read);
      } else {
        tooLong = true;
      }
      read = in.read();
    }
    bytes++;
    number++;
    return line.toByteArray();
  }

  /** In bytes; of a longer line only its beginning is kept. */
  int longest() {
    return longest;
  }

  /** Of the last one, from 1. */
  long number() {
    return number;
  }

  /** Whether the last one is cut. */
  boolean isTooLong() {
    return tooLong;
  }

  /** How many have been read. */
  long bytes() {
    return bytes;
  }
}
