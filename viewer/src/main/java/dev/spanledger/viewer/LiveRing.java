// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The latest news, for listeners who are a little behind or come back: as much as there is room
 * for. News are numbered from 1. Thread-safe.
 */
final class LiveRing {
  /** Of spans and traces together: ten seconds of two thousand spans each. */
  private static final int ROOM = 25_000;

  /** In one event. */
  private static final int EVENT = 5_000;

  private final int room;
  private final Deque<Numbered> news = new ArrayDeque<>();
  private long last;
  private int size;

  private record Numbered(long number, LiveNews news) {}

  /**
   * What a listener has not heard.
   *
   * @param upTo the number of the last news of it
   */
  record Part(long upTo, LiveNews news) {}

  LiveRing() {
    this(ROOM);
  }

  LiveRing(int room) {
    this.room = room;
  }

  synchronized void add(LiveNews added) {
    if (added.isEmpty()) {
      return;
    }
    news.addLast(new Numbered(++last, added));
    size += added.size();
    while (size > room && news.size() > 1) {
      size -= news.removeFirst().news.size();
    }
  }

  /** The number of the latest news; 0 where there were none. */
  synchronized long last() {
    return last;
  }

  /**
   * The next news after those of a number, put together: of a trace that changed twice the later.
   *
   * @param traceId of one trace alone; null for all
   * @return null where some of them are there no more
   */
  synchronized @Nullable Part after(long number, @Nullable String traceId) {
    if (number > last || (number < last && oldest() > number + 1)) {
      return null;
    }
    List<LiveNews.Item> spans = new ArrayList<>();
    Map<String, LiveNews.Item> traces = new LinkedHashMap<>();
    long upTo = number;
    for (Numbered each : news) {
      if (each.number > number && spans.size() < EVENT) {
        addTo(spans, each.news.spans(), traceId);
        each.news.traces().stream()
            .filter(trace -> isMeant(trace, traceId))
            .forEach(trace -> traces.put(trace.traceId(), trace));
        upTo = each.number;
      }
    }
    return new Part(upTo, new LiveNews(spans, List.copyOf(traces.values())));
  }

  private long oldest() {
    return news.isEmpty() ? last + 1 : news.getFirst().number;
  }

  private static void addTo(
      Collection<LiveNews.Item> all, List<LiveNews.Item> some, @Nullable String traceId) {
    for (LiveNews.Item item : some) {
      if (isMeant(item, traceId)) {
        all.add(item);
      }
    }
  }

  private static boolean isMeant(LiveNews.Item item, @Nullable String traceId) {
    return traceId == null || item.traceId().equals(traceId);
  }
}
