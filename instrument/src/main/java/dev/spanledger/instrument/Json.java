// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes compact JSON from maps, collections, arrays and scalars; any other object is written as
 * its text.
 */
final class Json {

  /** Deeper than any real message; with the length, it stops a structure that contains itself. */
  private static final int MAX_DEPTH = 64;

  private static final int MAX_LENGTH = 4 << 20;

  private static final String CUT = "…";

  /** JSON that is already written. */
  private record Raw(String json) {}

  private final StringBuilder out = new StringBuilder();

  private Json() {}

  static String write(@Nullable Object value) {
    Json json = new Json();
    json.value(value, 0);
    return json.out.toString();
  }

  /** A text stays a text, everything else is written as JSON. */
  static @Nullable String textOrJson(@Nullable Object value) {
    if (value == null || value instanceof String) {
      return (String) value;
    }
    return value instanceof CharSequence text ? text.toString() : write(value);
  }

  /** A text that holds a JSON object or array is embedded as such, not as a quoted string. */
  static @Nullable Object embed(@Nullable Object value) {
    return value instanceof String text && JsonScanner.isObjectOrArray(text)
        ? new Raw(text.strip())
        : value;
  }

  private void value(@Nullable Object value, int depth) {
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Raw raw) {
      out.append(raw.json());
    } else if (value instanceof Number number) {
      number(number);
    } else {
      structure(value, depth);
    }
  }

  private void structure(Object value, int depth) {
    boolean nested = value instanceof Map || isSequence(value);
    if (nested && (depth >= MAX_DEPTH || out.length() > MAX_LENGTH)) {
      string(CUT);
    } else if (value instanceof Map<?, ?> map) {
      object(map, depth + 1);
    } else if (value instanceof Collection<?> collection) {
      array(collection, depth + 1);
    } else if (value.getClass().isArray()) {
      javaArray(value, depth + 1);
    } else {
      string(String.valueOf(value));
    }
  }

  // A Collection, not any Iterable: a java.nio.file.Path iterates over itself.
  private static boolean isSequence(Object value) {
    return value instanceof Collection || value.getClass().isArray();
  }

  private void object(Map<?, ?> map, int depth) {
    out.append('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      comma(first);
      string(String.valueOf(entry.getKey()));
      out.append(':');
      value(entry.getValue(), depth);
      first = false;
    }
    out.append('}');
  }

  private void array(Collection<?> items, int depth) {
    out.append('[');
    boolean first = true;
    for (Object item : items) {
      comma(first);
      value(item, depth);
      first = false;
    }
    out.append(']');
  }

  private void javaArray(Object items, int depth) {
    out.append('[');
    for (int i = 0; i < Array.getLength(items); i++) {
      comma(i == 0);
      value(Array.get(items, i), depth);
    }
    out.append(']');
  }

  private void comma(boolean first) {
    if (!first) {
      out.append(',');
    }
  }

  private void number(Number number) {
    double value = number.doubleValue();
    String text = number.toString();
    // JSON has no NaN and no infinity, and an application's own Number may print anything.
    if (Double.isFinite(value) && JsonScanner.isNumber(text)) {
      out.append(text);
    } else {
      string(text);
    }
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i), text, i);
    }
    out.append('"');
  }

  private void character(char c, String text, int at) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ' || isLoneSurrogate(c, text, at)) {
          out.append(String.format("\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }

  private static boolean isLoneSurrogate(char c, String text, int at) {
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
