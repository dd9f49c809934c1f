// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** UTF-8 that goes to where text goes, without ever being in memory as a whole. */
final class TextOutput extends OutputStream {
  private final PrintWriter out;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(8_192);
  private final CharBuffer chars = CharBuffer.allocate(8_192);

  TextOutput(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    if (!bytes.hasRemaining()) {
      drain();
    }
    bytes.put((byte) b);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int at = offset;
    while (at < offset + length) {
      int some = Math.min(bytes.remaining(), offset + length - at);
      bytes.put(source, at, some);
      at += some;
      if (!bytes.hasRemaining()) {
        drain();
      }
    }
  }

  /** What is left is the beginning of a character. */
  private void drain() throws IOException {
    bytes.flip();
    decoder.decode(bytes, chars, false);
    bytes.compact();
    chars.flip();
    out.append(chars);
    chars.clear();
    if (out.checkError()) {
      throw new IOException("nobody reads standard output any more");
    }
  }

  @Override
  public void flush() throws IOException {
    drain();
    out.flush();
  }
}
