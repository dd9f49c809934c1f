// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON as it goes, in UTF-8. What is null is left out. For one thread.
 *
 * <p>Every method throws {@link UncheckedIOException} where the stream does.
 */
final class Json implements AutoCloseable {
  /** Beyond it a number of JavaScript is not exact. */
  private static final long EXACT = 1L << 53;

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator out;

  /** Into a stream, which closing closes as well. */
  Json(OutputStream stream) {
    try {
      out = FACTORY.createGenerator(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Json begin() {
    return write(JsonGenerator::writeStartObject);
  }

  Json begin(String name) {
    return name(name).begin();
  }

  Json end() {
    return write(JsonGenerator::writeEndObject);
  }

  Json beginArray() {
    return write(JsonGenerator::writeStartArray);
  }

  Json beginArray(String name) {
    return name(name).beginArray();
  }

  Json endArray() {
    return write(JsonGenerator::writeEndArray);
  }

  Json name(String name) {
    return write(json -> json.writeFieldName(name));
  }

  Json text(String name, @Nullable String text) {
    return text == null ? this : write(json -> json.writeStringField(name, text));
  }

  Json number(String name, @Nullable Long number) {
    return number == null ? this : name(name).number(number);
  }

  Json number(String name, long number) {
    return name(name).number(number);
  }

  Json real(String name, @Nullable Double number) {
    return number == null ? this : name(name).write(json -> json.writeNumber(number));
  }

  /** Left out where it is not known. */
  Json money(String name, @Nullable BigDecimal number) {
    return number == null ? this : name(name).money(number);
  }

  Json bool(String name, boolean value) {
    return write(json -> json.writeBooleanField(name, value));
  }

  /** Milliseconds since the epoch, to the microsecond. */
  Json time(String name, @Nullable Instant time) {
    return time == null
        ? this
        : name(name).micros(time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000);
  }

  Json texts(String name, @Nullable List<String> texts) {
    if (texts == null) {
      return this;
    }
    beginArray(name);
    texts.forEach(this::text);
    return endArray();
  }

  Json text(String text) {
    return write(json -> json.writeString(text));
  }

  /** Beyond what JavaScript can tell apart, as a text. */
  Json number(long number) {
    return Math.abs(number) > EXACT ? text(Long.toString(number)) : whole(number);
  }

  private Json whole(long number) {
    return write(json -> json.writeNumber(number));
  }

  /** Null where it is not known. */
  Json money(@Nullable BigDecimal number) {
    return write(
        json -> {
          if (number == null) {
            json.writeNull();
          } else {
            json.writeNumber(shortest(number));
          }
        });
  }

  private static String shortest(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** So many microseconds, as milliseconds. */
  Json micros(long micros) {
    return micros % 1_000 == 0
        ? whole(micros / 1_000)
        : write(json -> json.writeNumber(shortest(BigDecimal.valueOf(micros, 3))));
  }

  Json nothing() {
    return write(JsonGenerator::writeNull);
  }

  Json nothing(String name) {
    return name(name).nothing();
  }

  /** A text that is JSON already; one that somebody has broken is written as a text. */
  Json json(String name, @Nullable String json) {
    return json == null ? this : name(name).json(json);
  }

  Json json(String json) {
    return isJson(json) ? write(to -> to.writeRawValue(json)) : text(json);
  }

  private static boolean isJson(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    write(JsonGenerator::close);
  }

  private Json write(Part part) {
    try {
      part.to(out);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Part {
    void to(JsonGenerator json) throws IOException;
  }
}
