// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The body of an answer, sent while it is written, piece by piece: the next one when the client has
 * taken the one before. Until the first piece is full nothing has been sent. For one thread, which
 * waits.
 */
final class ResponseStream extends OutputStream {
  private static final int PIECE = 64 * 1024;

  private final HttpResponseWriter writer;
  private final ResponseHeaders headers;
  private final Duration patience;
  private final byte[] piece = new byte[PIECE];
  private int filled;
  private boolean begun;

  /**
   * @param patience how long a client may take nothing
   */
  ResponseStream(HttpResponseWriter writer, ResponseHeaders headers, Duration patience) {
    this.writer = writer;
    this.headers = headers;
    this.patience = patience;
  }

  /** Whether it is too late to answer anything else. */
  boolean hasBegun() {
    return begun;
  }

  @Override
  public void write(int b) throws IOException {
    if (filled == PIECE) {
      send();
    }
    piece[filled++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int at = from;
    while (at < from + length) {
      if (filled == PIECE) {
        send();
      }
      int fitting = Math.min(PIECE - filled, from + length - at);
      System.arraycopy(bytes, at, piece, filled, fitting);
      filled += fitting;
      at += fitting;
    }
  }

  /** Sends what is left, and ends the answer. */
  @Override
  public void close() throws IOException {
    if (writer.isOpen()) {
      begin();
      put(HttpData.copyOf(piece, 0, filled));
      writer.close();
    }
  }

  private void send() throws IOException {
    begin();
    HttpData data = HttpData.copyOf(piece, 0, filled);
    filled = 0;
    put(data);
    await();
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      put(headers);
    }
  }

  private void put(HttpObject part) throws IOException {
    if (!writer.tryWrite(part)) {
      throw new IOException("the client is gone");
    }
  }

  private void await() throws IOException {
    try {
      writer.whenConsumed().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the client takes no more", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
