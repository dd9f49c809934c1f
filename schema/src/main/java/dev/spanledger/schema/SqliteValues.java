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
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");
  private static final JsonFactory JSON = new JsonFactory();

  private SqliteValues() {}

  static @Nullable Object of(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return text(instant);
    } else if (value instanceof Boolean bool) {
      return bool ? 1 : 0;
    } else if (value instanceof BigDecimal decimal) {
      return decimal.doubleValue();
    } else if (value instanceof List<?> list) {
      return array(list);
    }
    return value instanceof UUID || value instanceof LocalDate ? value.toString() : value;
  }

  /**
   * As in {@code 2026-11-20T12:00:00.000000Z}, which a formatter takes several times as long for. A
   * time that a query asks for may be beyond the years that sort.
   */
  private static String text(Instant instant) {
    Instant sortable = instant.isBefore(FIRST) ? FIRST : instant.isAfter(LAST) ? LAST : instant;
    OffsetDateTime time = sortable.atOffset(ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(27);
    digits(text, time.getYear(), 1_000).append('-');
    digits(text, time.getMonthValue(), 10).append('-');
    digits(text, time.getDayOfMonth(), 10).append('T');
    digits(text, time.getHour(), 10).append(':');
    digits(text, time.getMinute(), 10).append(':');
    digits(text, time.getSecond(), 10).append('.');
    return digits(text, time.getNano() / 1_000, 100_000).append('Z').toString();
  }

  /**
   * @param highest the unit of the first digit
   */
  private static StringBuilder digits(StringBuilder text, int number, int highest) {
    for (int unit = highest; unit > 0; unit /= 10) {
      text.append((char) ('0' + number / unit % 10));
    }
    return text;
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
    return !values.isEmpty() && values.get(0) instanceof UUID ? ids(values) : texts(values);
  }

  /** Nothing in an id needs to be escaped. */
  private static String ids(List<?> ids) {
    StringBuilder json = new StringBuilder();
    for (Object id : ids) {
      json.append(json.length() == 0 ? "[\"" : "\",\"").append(id);
    }
    return json.append("\"]").toString();
  }

  private static String texts(List<?> values) {
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
