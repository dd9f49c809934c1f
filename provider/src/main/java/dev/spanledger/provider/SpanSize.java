// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.messages.LogMessage;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much memory a span takes while it waits, in bytes: an estimate that counts texts, which is
 * where the size is. Looks at everything that an application can make long, and never recurses: a
 * tree of values may be as deep as it likes.
 */
final class SpanSize {
  static final int SHORTEST = 256;

  private static final long SPAN = 768;
  private static final long LINK = 512;
  private static final long RECORD = 256;
  private static final long VALUE = 64;
  private static final long ELEMENT = 16;
  private static final char LAST_OF_ONE_BYTE = 0xFF;

  private static final List<Column<String>> LONG_COLUMNS =
      List.of(
          SpanColumns.NAME,
          SpanColumns.STATUS_MESSAGE,
          SpanColumns.ERROR_TYPE,
          SpanColumns.ERROR_MESSAGE,
          SpanColumns.RETRIEVAL_QUERY,
          SpanColumns.INPUT,
          SpanColumns.OUTPUT,
          SpanColumns.SYSTEM_INSTRUCTIONS,
          SpanColumns.TOOL_DEFINITIONS,
          SpanColumns.RESOURCE,
          SpanColumns.ATTRIBUTES,
          SpanColumns.ORIGINAL_ATTRIBUTES,
          SpanColumns.EVENTS,
          SpanColumns.LINKS);

  private final Deque<Object> nested = new ArrayDeque<>(0);
  private long bytes;
  private int longTexts;

  private SpanSize() {}

  static SpanSize of(SpanData span) {
    return of(span, List.of());
  }

  /** Together with the log records that belong to it. */
  static SpanSize of(SpanData span, List<LogMessage> logs) {
    SpanSize size = new SpanSize();
    size.measure(span);
    logs.forEach(size::measure);
    return size;
  }

  static long of(LogMessage message) {
    SpanSize size = new SpanSize();
    size.measure(message);
    return size.bytes;
  }

  /** The characters and bytes of one attribute's value, however deep it is. */
  static long ofValue(Object value) {
    SpanSize size = new SpanSize();
    size.value(value);
    return size.bytes;
  }

  static long of(SpanRow row) {
    long bytes = SPAN;
    for (Column<String> column : LONG_COLUMNS) {
      String text = row.get(column);
      bytes += text == null ? 0 : VALUE + bytes(text);
    }
    return bytes;
  }

  long bytes() {
    return bytes;
  }

  /** How long a text may be for the whole span to have a chance to stay within so many bytes. */
  int share(long most) {
    return (int) Math.max(SHORTEST, Math.min(Integer.MAX_VALUE, most / (1 + longTexts)));
  }

  private void measure(SpanData span) {
    bytes = SPAN;
    text(span.getName());
    text(span.getStatus().getDescription());
    attributes(span.getAttributes());
    for (EventData event : span.getEvents()) {
      text(event.getName());
      attributes(event.getAttributes());
    }
    for (LinkData link : span.getLinks()) {
      bytes += LINK;
      attributes(link.getAttributes());
    }
  }

  private void measure(LogMessage message) {
    bytes += RECORD;
    attributes(message.attributes());
    Object body = message.body();
    if (body != null) {
      value(body);
    }
  }

  private void attributes(Attributes attributes) {
    attributes.forEach(
        (key, value) -> {
          text(key.getKey());
          value(value);
        });
  }

  private void value(Object value) {
    long before = bytes;
    add(value);
    for (Object next = nested.poll(); next != null; next = nested.poll()) {
      bytes += ELEMENT;
      add(next);
    }
    longTexts += bytes - before > SHORTEST ? 1 : 0;
  }

  private void add(Object value) {
    if (value instanceof String text) {
      bytes += bytes(text);
    } else if (value instanceof Collection<?> elements) {
      elements.forEach(this::addNested);
    } else if (value instanceof KeyValue entry) {
      bytes += bytes(entry.getKey());
      nested.add(entry.getValue());
    } else if (value instanceof Value<?> complex) {
      addNested(complex.getValue());
    } else if (value instanceof ByteBuffer content) {
      bytes += content.remaining();
    }
  }

  private void addNested(@Nullable Object value) {
    if (value != null) {
      nested.add(value);
    }
  }

  private void text(String text) {
    bytes += VALUE + bytes(text);
    longTexts += text.length() > SHORTEST ? 1 : 0;
  }

  /** Java keeps a text in one byte a character, unless any of its characters needs two. */
  private static long bytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > LAST_OF_ONE_BYTE) {
        return 2L * text.length();
      }
    }
    return text.length();
  }
}
