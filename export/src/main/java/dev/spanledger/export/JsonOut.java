// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.spanledger.schema.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON into a stream that stays open. What has no value is not written; a number that JSON cannot
 * say is written as a text. Not thread-safe.
 */
final class JsonOut {
  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private final JsonGenerator json;

  JsonOut(OutputStream out) throws IOException {
    json = JSON.createGenerator(out, JsonEncoding.UTF8);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    json.setRootValueSeparator(null);
  }

  JsonOut object() throws IOException {
    json.writeStartObject();
    return this;
  }

  JsonOut object(String name) throws IOException {
    json.writeObjectFieldStart(name);
    return this;
  }

  JsonOut endObject() throws IOException {
    json.writeEndObject();
    return this;
  }

  JsonOut array(String name) throws IOException {
    json.writeArrayFieldStart(name);
    return this;
  }

  JsonOut endArray() throws IOException {
    json.writeEndArray();
    return this;
  }

  /** Ends a line of JSON lines. */
  JsonOut endLine() throws IOException {
    json.writeRaw('\n');
    return this;
  }

  /** A text, number, boolean, or a list or map of such, or what else there is as its text. */
  JsonOut field(String name, @Nullable Object value) throws IOException {
    if (value != null) {
      json.writeFieldName(name);
      value(value);
    }
    return this;
  }

  /** What a column holds, under its own name. */
  JsonOut column(Column<?> column, @Nullable Object value) throws IOException {
    return column.isJson() ? tree(column.name(), (String) value) : field(column.name(), value);
  }

  /** JSON that is there as a text: as what it is, or as the text where it is none after all. */
  JsonOut tree(String name, @Nullable String text) throws IOException {
    if (text == null) {
      return this;
    }
    json.writeFieldName(name);
    if (isJson(text)) {
      // A line break is allowed between the values only, and there a space does as well.
      json.writeRawValue(text.replace('\n', ' ').replace('\r', ' '));
    } else {
      json.writeString(text);
    }
    return this;
  }

  JsonOut value(@Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number.stripTrailingZeros().toPlainString());
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Collection<?> values) {
      json.writeStartArray();
      for (Object each : values) {
        value(each);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> fields) {
      json.writeStartObject();
      for (Map.Entry<?, ?> each : fields.entrySet()) {
        json.writeFieldName(String.valueOf(each.getKey()));
        value(each.getValue());
      }
      json.writeEndObject();
    } else {
      json.writeString(value.toString());
    }
    return this;
  }

  /** Whatever is kept back. */
  void flush() throws IOException {
    json.flush();
  }

  /** One value and nothing after it: somebody may have changed a row by hand. */
  private static boolean isJson(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return false;
    }
  }
}
