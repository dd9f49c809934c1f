// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * SQLite has numbers and text: times, lists and ids are text that sorts, and that its JSON
 * functions read.
 */
final class SqliteValues {
  private static final DateTimeFormatter UTC_MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final JsonFactory JSON = new JsonFactory();

  private SqliteValues() {}

  static @Nullable Object of(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return UTC_MICROS.format(instant);
    } else if (value instanceof Boolean bool) {
      return bool ? 1 : 0;
    } else if (value instanceof BigDecimal decimal) {
      return decimal.doubleValue();
    } else if (value instanceof List<?> list) {
      return array(list);
    }
    return value instanceof UUID ? value.toString() : value;
  }

  static Instant instant(String text) {
    return Instant.parse(text);
  }

  /** As PostgreSQL's numeric(18,9) has it: a double's own digits are not the amount's. */
  static BigDecimal money(double usd) {
    return BigDecimal.valueOf(usd).setScale(9, RoundingMode.HALF_EVEN);
  }

  static <T> List<T> list(String json, Function<String, T> element) {
    List<T> list = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          list.add(element.apply(parser.getText()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return list;
  }

  private static String array(List<?> values) {
    StringWriter json = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(json)) {
      generator.writeStartArray();
      for (Object value : values) {
        generator.writeString(value.toString());
      }
      generator.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return json.toString();
  }
}
