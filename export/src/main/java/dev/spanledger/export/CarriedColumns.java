// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.provider.AttributeExtractor;
import dev.spanledger.provider.SpanDescription;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a row knows that its span did not say: inherited and configured ids, project and build,
 * content of log records, the cost. In OTLP and Jaeger it goes along as attributes {@code
 * spanledger.stored.<column>}; reading takes it off again and fills the columns with it.
 */
final class CarriedColumns {
  static final String PREFIX = "spanledger.stored.";

  /** Says that what is not carried follows from the span alone, and not from its ancestors. */
  private static final AttributeKey<Boolean> COMPLETE =
      AttributeKey.booleanKey("spanledger.stored");

  /** What the span says in its own fields, what the writer works out, and what is the way back. */
  private static final Set<Column<?>> NEVER =
      Set.of(
          SpanColumns.TRACE_ID,
          SpanColumns.SPAN_ID,
          SpanColumns.PARENT_SPAN_ID,
          SpanColumns.NAME,
          SpanColumns.OTEL_KIND,
          SpanColumns.TRACE_STATE,
          SpanColumns.FLAGS,
          SpanColumns.SCOPE_NAME,
          SpanColumns.SCOPE_VERSION,
          SpanColumns.START_TIME,
          SpanColumns.END_TIME,
          SpanColumns.DURATION_MS,
          SpanColumns.START_UNIX_NANO,
          SpanColumns.END_UNIX_NANO,
          SpanColumns.SELF_DURATION_MS,
          SpanColumns.TIME_REPAIRED,
          SpanColumns.USAGE_COUNTED,
          SpanColumns.INPUT_REFS,
          SpanColumns.OUTPUT_REFS,
          SpanColumns.OUTPUT_FINISH_REASON,
          SpanColumns.INSTRUCTIONS_REF,
          SpanColumns.TOOLS_REF,
          SpanColumns.ATTRIBUTES,
          SpanColumns.ORIGINAL_ATTRIBUTES,
          SpanColumns.ATTRIBUTE_REFS,
          SpanColumns.EVENTS,
          SpanColumns.LINKS,
          SpanColumns.RESOURCE,
          SpanColumns.RESOURCE_REF,
          SpanColumns.SOURCE,
          SpanColumns.SOURCE_REF,
          SpanColumns.DROPPED_ATTRIBUTES,
          SpanColumns.DROPPED_EVENTS,
          SpanColumns.DROPPED_LINKS);

  private static final List<Column<?>> CARRIED =
      SpanColumns.all().stream().filter(column -> !NEVER.contains(column)).toList();

  private static final Map<String, Column<?>> BY_ATTRIBUTE = byAttribute();

  private CarriedColumns() {}

  private static Map<String, Column<?>> byAttribute() {
    Map<String, Column<?>> columns = new HashMap<>();
    CARRIED.forEach(column -> columns.put(PREFIX + column.name(), column));
    return Map.copyOf(columns);
  }

  /** The span with what the row knows beside it. */
  static SpanData with(SpanData span, SpanRow row) {
    SpanRow described = SpanDescription.of(span, true, row.startTime());
    AttributesBuilder attributes = span.getAttributes().toBuilder();
    for (Column<?> column : CARRIED) {
      Object value = row.get(column);
      if (value != null && isUnknown(column, value, described.get(column))) {
        put(attributes, PREFIX + column.name(), value);
      }
    }
    return new RestoredSpan(span, attributes.put(COMPLETE, true).build(), Map.of());
  }

  /** One JSON has many spellings, and a database chooses its own. */
  private static boolean isUnknown(Column<?> column, Object value, @Nullable Object described) {
    return column.isJson() ? described == null : !Objects.equals(value, described);
  }

  private static void put(AttributesBuilder attributes, String name, Object value) {
    if (value instanceof Boolean flag) {
      attributes.put(name, flag);
    } else if (value instanceof Long number) {
      attributes.put(name, number);
    } else if (value instanceof Double number) {
      attributes.put(name, number);
    } else if (value instanceof List<?> texts) {
      attributes.put(
          AttributeKey.stringArrayKey(name), texts.stream().map(String::valueOf).toList());
    } else {
      attributes.put(name, value instanceof BigDecimal money ? money.toPlainString() : value + "");
    }
  }

  /** The span as it was said, with its columns apart; one of somebody else's as it is. */
  static SpanData taken(SpanData span) {
    if (span.getAttributes().get(COMPLETE) == null) {
      return span;
    }
    Map<Column<?>, Object> columns = new HashMap<>();
    AttributesBuilder said = span.getAttributes().toBuilder().remove(COMPLETE);
    span.getAttributes()
        .forEach(
            (key, value) -> {
              Column<?> column = BY_ATTRIBUTE.get(key.getKey());
              Object fits = column == null ? null : fit(column, value);
              if (column != null && fits != null) {
                columns.put(column, fits);
                said.remove(key);
              }
            });
    return new RestoredSpan(span, said.build(), columns);
  }

  private static @Nullable Object fit(Column<?> column, Object value) {
    if (column.valueClass() == BigDecimal.class) {
      try {
        return new BigDecimal(value.toString());
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return column.valueClass().isInstance(value) ? value : null;
  }

  @SuppressWarnings("unchecked")
  static <T> void set(AttributeExtractor.Columns columns, Column<T> column, Object value) {
    columns.set(column, (T) value);
  }
}
