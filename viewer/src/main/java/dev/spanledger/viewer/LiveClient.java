// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A browser that listens. It is sent one event at a time, the next when it has taken the last:
 * whatever comes meanwhile is put together then. One that takes nothing for half a minute is cut
 * off; one that is so slow that the ring has gone past it must load again. Nothing is kept for it.
 */
final class LiveClient implements LiveFeed.Listener {
  private static final long KEEP_ALIVE_NANOS = 15_000_000_000L;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final HttpResponseWriter writer;
  private final @Nullable String traceId;
  private final @Nullable String lastEventId;
  private long number = -1;
  private long sentAt;
  private volatile boolean busy;

  /**
   * @param traceId the trace that it wants to hear of; null for all
   * @param lastEventId the last event that it has heard; null where it is new
   */
  LiveClient(HttpResponseWriter writer, @Nullable String traceId, @Nullable String lastEventId) {
    this.writer = writer;
    this.traceId = traceId;
    this.lastEventId = lastEventId;
  }

  @Override
  public boolean hear(LiveRing ring, String epoch, LiveSource source, long nanoTime) {
    if (!writer.isOpen() || busy) {
      return writer.isOpen() && nanoTime - sentAt < PATIENCE_NANOS;
    }
    if (number < 0) {
      greet(ring, epoch, source, nanoTime);
      return true;
    }
    LiveRing.Part part = ring.after(number, traceId);
    if (part == null) {
      number = ring.last();
      send(LiveEvents.reset(cursor(epoch)), nanoTime);
      return true;
    }
    number = part.upTo();
    if (!part.news().isEmpty()) {
      send(LiveEvents.spans(cursor(epoch), part.news()), nanoTime);
    } else if (nanoTime - sentAt > KEEP_ALIVE_NANOS) {
      send(LiveEvents.keepAlive(), nanoTime);
    }
    return true;
  }

  private void greet(LiveRing ring, String epoch, LiveSource source, long nanoTime) {
    long heard = heard(epoch);
    if (heard >= 0 && ring.after(heard, traceId) != null) {
      number = heard;
      return;
    }
    number = ring.last();
    List<LiveNews.Item> running =
        source.running().stream()
            .filter(span -> traceId == null || span.traceId().equals(traceId))
            .toList();
    byte[] init = LiveEvents.init(cursor(epoch), running);
    send(lastEventId == null ? init : both(LiveEvents.reset(cursor(epoch)), init), nanoTime);
  }

  /** -1 where it has heard nothing of this feed. */
  private long heard(String epoch) {
    if (lastEventId == null || !lastEventId.matches("[0-9a-z]{1,13}-\\d{1,18}")) {
      return -1;
    }
    String[] parts = lastEventId.split("-", 2);
    return parts[0].equals(epoch) ? Long.parseLong(parts[1]) : -1;
  }

  private static byte[] both(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private String cursor(String epoch) {
    return epoch + "-" + number;
  }

  private void send(byte[] event, long nanoTime) {
    sentAt = nanoTime;
    busy = true;
    if (writer.tryWrite(HttpData.wrap(event))) {
      CompletableFuture<Void> unused = writer.whenConsumed().thenRun(() -> busy = false);
    }
  }

  @Override
  public void end() {
    if (busy) {
      writer.abort();
    } else {
      writer.close();
    }
  }
}
