// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Maps, lists, texts, numbers, booleans and nulls as JSON on one line. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** What a terminal may obey, or nobody sees, though JSON allows it. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\u007f-\u009f\u2028\u2029]|[\\p{Cf}&&[^\\x{200c}\\x{200d}]]");

  private Json() {}

  /** Characters that nobody sees are escaped. */
  public static String of(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return UNSEEN.matcher(text.toString()).replaceAll(Json::escaped);
  }

  private static String escaped(MatchResult unseen) {
    StringBuilder escaped = new StringBuilder();
    unseen
        .group()
        .chars()
        .forEach(unit -> escaped.append(String.format(Locale.ROOT, "\\\\u%04x", unit)));
    return escaped.toString();
  }

  /** The whole answer as one object. */
  public static String of(Answer answer) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("columns", answer.columns());
    object.put("rows", answer.rows());
    object.put("partial", answer.partial());
    object.put("next", answer.next());
    object.put("notes", answer.notes());
    return of(object);
  }

  /** One row as an object, without what is null. */
  static String of(List<String> columns, List<@Nullable Object> row) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (row.get(i) != null) {
        object.put(columns.get(i), row.get(i));
      }
    }
    return of(object);
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Collection<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else {
      writeScalar(json, value);
    }
  }

  private static void writeScalar(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Double || value instanceof Float) {
      writeDouble(json, ((Number) value).doubleValue());
    } else if (value instanceof BigDecimal decimal) {
      json.writeNumber(decimal.stripTrailingZeros().toPlainString());
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else {
      json.writeString(value.toString());
    }
  }

  /** JSON knows no infinity. */
  private static void writeDouble(JsonGenerator json, double value) throws IOException {
    if (!Double.isFinite(value)) {
      json.writeString(Double.toString(value));
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(value);
    }
  }
}
