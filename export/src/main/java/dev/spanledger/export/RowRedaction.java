// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.provider.SpanDescription;
import dev.spanledger.provider.redaction.Redaction;
import dev.spanledger.provider.redaction.Redactor;
import dev.spanledger.provider.redaction.SpanRedaction;
import dev.spanledger.provider.semconv.StoredSpans;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceColumns;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of rows what shall not be in a file. The span that the row was made of goes through the
 * same redaction and content capture as when it was recorded; what comes out otherwise replaces
 * what the row has. Immutable; thread-safe as the redactor is.
 */
final class RowRedaction {
  static final RowRedaction NONE = new RowRedaction(true, null);

  /** Decide how a row is read; no redactor sees them. */
  private static final Set<Column<?>> IDENTITY =
      Set.of(
          SpanColumns.TRACE_ID,
          SpanColumns.SPAN_ID,
          SpanColumns.PARENT_SPAN_ID,
          SpanColumns.KIND,
          SpanColumns.OTEL_KIND,
          SpanColumns.STATUS,
          TraceColumns.TRACE_ID,
          TraceColumns.ROOT_SPAN_ID,
          TraceColumns.STATUS);

  /** Hold the span itself: of a redacted row they are a redacted span's, whatever was the same. */
  private static final Set<Column<?>> OF_SPAN =
      Set.of(
          SpanColumns.ATTRIBUTES,
          SpanColumns.ORIGINAL_ATTRIBUTES,
          SpanColumns.EVENTS,
          SpanColumns.LINKS,
          SpanColumns.SOURCE,
          SpanColumns.RESOURCE);

  private final boolean payloads;
  private final @Nullable Redactor redactor;
  private final SpanRedaction redaction;

  private RowRedaction(boolean payloads, @Nullable Redactor redactor) {
    this.payloads = payloads;
    this.redactor = redactor;
    this.redaction = SpanRedaction.of(Redaction.NONE, redactor);
  }

  /** The same without what people, models and tools said. */
  RowRedaction withoutPayloads() {
    return new RowRedaction(false, redactor);
  }

  /** The same, and then this one. */
  RowRedaction with(Redactor next) {
    return new RowRedaction(payloads, redactor == null ? next : redactor.andThen(next));
  }

  boolean payloads() {
    return payloads;
  }

  /** Null for none. */
  @Nullable Redactor redactor() {
    return redactor;
  }

  /** The row as it may be written; the same instance where nothing is ever taken out. */
  SpanRow row(SpanRow row) {
    if (payloads && redactor == null) {
      return row;
    }
    SpanData said = StoredSpans.of(row);
    SpanRow before = SpanDescription.of(said, true, row.startTime());
    SpanRow after = SpanDescription.of(redaction.redact(said), payloads, row.startTime());
    SpanRow.Builder redacted = row.toBuilder();
    for (Column<?> column : SpanColumns.all()) {
      redact(column, row, before, after, redacted);
    }
    return redacted.build();
  }

  private <T> void redact(
      Column<T> column, SpanRow row, SpanRow before, SpanRow after, SpanRow.Builder redacted) {
    T value = row.get(column);
    if (value == null || IDENTITY.contains(column)) {
      return;
    }
    if (!payloads && SpanDescription.contentColumns().contains(column)) {
      redacted.set(column, null);
    } else if (OF_SPAN.contains(column) || !Objects.equals(before.get(column), after.get(column))) {
      redacted.set(column, after.get(column));
    } else if (!Objects.equals(value, before.get(column))) {
      redacted.set(column, value(column, value));
    }
  }

  /** A value of which it is not known where it came from. */
  @SuppressWarnings("unchecked")
  <T> T value(Column<T> column, T value) {
    if (redactor == null || IDENTITY.contains(column)) {
      return value;
    }
    if (value instanceof String text) {
      return (T) redaction.text(column.name(), text);
    }
    if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String) {
      return (T)
          list.stream().map(text -> redaction.text(column.name(), String.valueOf(text))).toList();
    }
    return value;
  }
}
