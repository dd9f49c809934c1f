// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.ChangeFeed;
import dev.spanledger.schema.OpenSpan;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is new in the tables, whoever writes them: spans that ended, twice a second those that run,
 * and the rows of their traces. It needs to read only.
 */
final class TableSource implements LiveSource {
  private static final int MOST_SPANS = 5_000;
  private static final int MOST_RUNNING = 1_000;
  private static final int MOST_TRACES = 200;
  private static final long RUNNING_EVERY_NANOS = 500_000_000L;

  private final TraceReader reader;
  private final LongSupplier nanoTime;

  /** Traces whose rows are to be told. */
  private final Set<String> changed = new LinkedHashSet<>();

  private Map<String, OpenSpan> running = new LinkedHashMap<>();

  /** Spans that run no more, though they have not ended; an end may be on its way. */
  private final Map<String, OpenSpan> missing = new HashMap<>();

  private @Nullable ChangeFeed feed;
  private long lookedAt;

  TableSource(TraceReader reader, LongSupplier nanoTime) {
    this.reader = reader;
    this.nanoTime = nanoTime;
  }

  @Override
  public void start() {
    feed = reader.changes(null);
    changed.clear();
    missing.clear();
    running = open();
  }

  @Override
  public LiveNews next() {
    List<LiveNews.Item> spans = new ArrayList<>();
    for (SpanRow span : Objects.requireNonNull(feed, "started").poll(MOST_SPANS)) {
      running.remove(key(span.traceId(), span.spanId()));
      missing.remove(key(span.traceId(), span.spanId()));
      changed.add(span.traceId());
      spans.add(new LiveNews.Item(span.traceId(), LiveSpanJson.ended(span)));
    }
    if (nanoTime.getAsLong() - lookedAt >= RUNNING_EVERY_NANOS) {
      look(spans);
    }
    return new LiveNews(spans, traces());
  }

  private void look(List<LiveNews.Item> spans) {
    lookedAt = nanoTime.getAsLong();
    missing.forEach((key, span) -> spans.add(item(span, LiveSpanJson.gone(span))));
    missing.clear();
    Map<String, OpenSpan> before = running;
    running = open();
    running.forEach(
        (key, span) -> {
          OpenSpan known = before.remove(key);
          if (known == null || (isHanging(span) && !isHanging(known))) {
            changed.add(span.traceId());
            spans.add(item(span, LiveSpanJson.running(span)));
          }
        });
    missing.putAll(before);
  }

  private Map<String, OpenSpan> open() {
    Map<String, OpenSpan> open = new LinkedHashMap<>();
    for (OpenSpan span : reader.openSpans(null, MOST_RUNNING)) {
      open.put(key(span.traceId(), span.spanId()), span);
    }
    return open;
  }

  private List<LiveNews.Item> traces() {
    List<String> ids = changed.stream().limit(MOST_TRACES).toList();
    List<LiveNews.Item> traces =
        reader.rows(ids).stream()
            .map(row -> new LiveNews.Item(row.traceId(), LiveSpanJson.trace(row)))
            .toList();
    ids.forEach(changed::remove);
    return traces;
  }

  @Override
  public List<LiveNews.Item> running() {
    return running.values().stream().map(span -> item(span, LiveSpanJson.running(span))).toList();
  }

  private static LiveNews.Item item(OpenSpan span, String json) {
    return new LiveNews.Item(span.traceId(), json);
  }

  private static boolean isHanging(OpenSpan span) {
    return span.hangingSince() != null;
  }

  private static String key(String traceId, String spanId) {
    return traceId + spanId;
  }
}
