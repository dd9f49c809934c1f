// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.BiConsumer;

/**
 * How much heap a span takes at most while it waits, in bytes, found out at the end of each span on
 * the application's thread: it looks at lengths, never at characters, and for a span without events
 * and links it allocates nothing.
 *
 * <p>A text counts two bytes a character. Java keeps it in one where every character is of Latin-1,
 * but only reading it all would tell: one typographic quote in an English text doubles it.
 */
final class SpanWeight {
  /** The span without what is in it, with what we keep beside it. */
  private static final long SPAN = 1_024;

  private static final long EVENT = 256;
  private static final long LINK = 512;

  /** The entry of a map with its share of the table, and the value without its characters. */
  private static final long ATTRIBUTE = 96;

  /** Keys up to here are taken for constants that all spans share. */
  private static final int LONGEST_SHARED_KEY = 64;

  private static final long ELEMENT = 48;

  private SpanWeight() {}

  static long of(SpanData span) {
    long bytes = SPAN + of(span.getName()) + of(span.getStatus().getDescription());
    bytes += of(span.getAttributes());
    List<EventData> events = span.getEvents();
    if (!events.isEmpty()) {
      for (EventData event : events) {
        bytes += EVENT + of(event.getName()) + of(event.getAttributes());
      }
    }
    List<LinkData> links = span.getLinks();
    if (!links.isEmpty()) {
      for (LinkData link : links) {
        bytes += LINK + of(link.getAttributes());
      }
    }
    return bytes;
  }

  private static long of(String text) {
    return 2L * text.length();
  }

  /** OpenTelemetry keeps a span's own attributes in a map, which is quicker to walk as such. */
  private static long of(Attributes attributes) {
    if (attributes instanceof Map<?, ?> map) {
      long bytes = 0;
      for (Map.Entry<?, ?> attribute : map.entrySet()) {
        if (attribute.getKey() instanceof AttributeKey<?> key) {
          bytes += of(key, attribute.getValue());
        }
      }
      return bytes;
    }
    if (attributes.isEmpty()) {
      return 0;
    }
    Sum sum = new Sum();
    attributes.forEach(sum);
    return sum.bytes;
  }

  private static long of(AttributeKey<?> key, Object value) {
    int length = key.getKey().length();
    return ATTRIBUTE + (length > LONGEST_SHARED_KEY ? 2L * length : 0) + of(value);
  }

  private static long of(Object value) {
    if (value instanceof String text) {
      return of(text);
    }
    if (value instanceof Number || value instanceof Boolean) {
      return 0;
    }
    return value instanceof List<?> list && value instanceof RandomAccess
        ? ofElements(list)
        : SpanSize.ofValue(value);
  }

  /** What an array attribute holds; trees are measured by who can walk them at any depth. */
  private static long ofElements(List<?> list) {
    long bytes = ELEMENT;
    for (int i = 0; i < list.size(); i++) {
      Object element = list.get(i);
      bytes += ELEMENT;
      if (element instanceof String text) {
        bytes += of(text);
      } else if (!(element instanceof Number || element instanceof Boolean)) {
        return SpanSize.ofValue(list);
      }
    }
    return bytes;
  }

  private static final class Sum implements BiConsumer<AttributeKey<?>, Object> {
    private long bytes;

    @Override
    public void accept(AttributeKey<?> key, Object value) {
      bytes += of(key, value);
    }
  }
}
