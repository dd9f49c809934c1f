// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row as a JSON object in one line: its table, and what it has a value for. */
final class JsonLine {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonLine() {}

  static String of(String table, SpanRow span) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Column<?> column :
        AddedColumns.with(SpanColumns.ALL, List.copyOf(span.added().keySet()))) {
      Object value = span.get(column);
      boolean isJson = column.type() == ColumnType.JSON || column.type() == ColumnType.JSONB;
      values.put(column.name(), value != null && isJson ? new Raw(value.toString()) : value);
    }
    return of(table, values);
  }

  static String of(String table, Map<String, @Nullable Object> values) {
    StringWriter json = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(json)) {
      generator.writeStartObject();
      generator.writeStringField("table", table);
      for (Map.Entry<String, @Nullable Object> value : values.entrySet()) {
        if (value.getValue() != null) {
          generator.writeFieldName(value.getKey());
          write(generator, value.getValue());
        }
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return json.toString();
  }

  /** The text of a value that is JSON already. */
  private record Raw(String json) {}

  private static void write(JsonGenerator generator, Object value) throws IOException {
    if (value instanceof Raw raw) {
      generator.writeRawValue(raw.json);
    } else if (value instanceof BigDecimal decimal) {
      generator.writeNumber(decimal);
    } else if (value instanceof Double || value instanceof Float) {
      generator.writeNumber(((Number) value).doubleValue());
    } else if (value instanceof Number number) {
      generator.writeNumber(number.longValue());
    } else if (value instanceof Boolean bool) {
      generator.writeBoolean(bool);
    } else if (value instanceof List<?> list) {
      generator.writeStartArray();
      for (Object element : list) {
        write(generator, element);
      }
      generator.writeEndArray();
    } else {
      generator.writeString(value.toString());
    }
  }
}
