// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much memory a span takes while it waits, in bytes: an estimate that counts texts, which is
 * where the size is.
 */
final class SpanSize {
  private static final long SPAN = 512;
  private static final long VALUE = 64;
  private static final int SHORTEST = 256;

  private SpanSize() {}

  static long of(SpanData span) {
    long bytes = SPAN + span.getName().length() + of(span.getAttributes());
    for (EventData event : span.getEvents()) {
      bytes += VALUE + event.getName().length() + of(event.getAttributes());
    }
    return bytes + SPAN * span.getLinks().size();
  }

  /** How long a text may be, so that the whole span stays within its bounds. */
  static int maxChars(SpanData span, Settings settings) {
    if (of(span) <= settings.maxSpanBytes()) {
      return settings.maxAttributeChars();
    }
    int[] texts = {1};
    countLong(span.getAttributes(), texts);
    span.getEvents().forEach(event -> countLong(event.getAttributes(), texts));
    long share = settings.maxSpanBytes() / texts[0];
    return (int) Math.max(SHORTEST, Math.min(settings.maxAttributeChars(), share));
  }

  private static void countLong(Attributes attributes, int[] texts) {
    attributes.forEach((key, value) -> texts[0] += of(value) > SHORTEST ? 1 : 0);
  }

  private static long of(Attributes attributes) {
    long[] bytes = new long[1];
    attributes.forEach((key, value) -> bytes[0] += VALUE + of(value));
    return bytes[0];
  }

  private static long of(@Nullable Object value) {
    if (value instanceof String text) {
      return text.length();
    }
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return 0;
    }
    return value instanceof List<?> list ? of(list) : value.toString().length();
  }

  private static long of(List<?> list) {
    long bytes = 0;
    for (Object element : list) {
      bytes += VALUE / 4 + of(element);
    }
    return bytes;
  }
}
