// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * Collects bytes and passes them on in chunks, so that a batch of megabytes is never in memory
 * twice. Numbers are big-endian. For one thread.
 */
final class CopyBuffer {
  static final int CHUNK = 64 * 1024;

  /** Where the chunks go. */
  @FunctionalInterface
  interface Sink {
    void write(byte[] bytes, int from, int length) throws SQLException;
  }

  private final byte[] chunk = new byte[CHUNK];
  private final Sink sink;
  private int at;

  CopyBuffer(Sink sink) {
    this.sink = sink;
  }

  void putByte(int value) throws SQLException {
    reserve(1);
    chunk[at++] = (byte) value;
  }

  void putShort(int value) throws SQLException {
    reserve(2);
    chunk[at++] = (byte) (value >>> 8);
    chunk[at++] = (byte) value;
  }

  void putInt(int value) throws SQLException {
    reserve(4);
    chunk[at++] = (byte) (value >>> 24);
    chunk[at++] = (byte) (value >>> 16);
    chunk[at++] = (byte) (value >>> 8);
    chunk[at++] = (byte) value;
  }

  void putLong(long value) throws SQLException {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }

  void putBytes(byte[] bytes) throws SQLException {
    if (bytes.length > CHUNK - at) {
      flush();
    }
    if (bytes.length > CHUNK) {
      sink.write(bytes, 0, bytes.length);
      return;
    }
    System.arraycopy(bytes, 0, chunk, at, bytes.length);
    at += bytes.length;
  }

  /** A field of text: its length in UTF-8, and the text. */
  void putText(String text) throws SQLException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    putInt(bytes.length);
    putBytes(bytes);
  }

  /** Passes on what is left. */
  void flush() throws SQLException {
    if (at > 0) {
      sink.write(chunk, 0, at);
      at = 0;
    }
  }

  private void reserve(int bytes) throws SQLException {
    if (bytes > CHUNK - at) {
      flush();
    }
  }
}
