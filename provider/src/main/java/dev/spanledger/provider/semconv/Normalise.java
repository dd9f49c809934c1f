// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attribute values as columns want them. Every method takes whatever type came, and answers null
 * for what means nothing. Emitters write numbers and booleans as strings (everything that passes
 * through Micrometer), and spell a missing value out.
 */
final class Normalise {
  private static final Set<String> PLACEHOLDERS =
      Set.of(
          "none",
          "unknown",
          "<not specified>",
          "n/a",
          "<redacted>",
          "__redacted__",
          "hidden:non-empty");

  /** No model counts further; and sums of these must not overflow, in a trace or in a report. */
  private static final BigDecimal MAX = BigDecimal.TEN.pow(12);

  /** Arithmetic on 1e999999999 would need gigabytes. */
  private static final int MAX_SCALE = 100;

  private Normalise() {}

  static @Nullable String text(@Nullable Object value) {
    Object one = value instanceof List<?> list && list.size() == 1 ? list.get(0) : value;
    if (one == null || one instanceof List<?>) {
      return null;
    }
    String text = one.toString().trim();
    return text.isEmpty() || isPlaceholder(text) ? null : text;
  }

  /** A count: a whole number, not negative. */
  static @Nullable Long count(@Nullable Object value) {
    BigDecimal number = decimal(value);
    return number != null && isCount(number) ? Long.valueOf(number.longValue()) : null;
  }

  private static boolean isCount(BigDecimal number) {
    return number.signum() >= 0
        && number.compareTo(MAX) <= 0
        && number.remainder(BigDecimal.ONE).signum() == 0;
  }

  static @Nullable Double number(@Nullable Object value) {
    BigDecimal number = decimal(value);
    return number == null ? null : Double.valueOf(number.doubleValue());
  }

  static @Nullable Double secondsAsMillis(@Nullable Object value) {
    Double seconds = number(value);
    return seconds == null || seconds < 0 ? null : Double.valueOf(seconds * 1e3);
  }

  static @Nullable Boolean bool(@Nullable Object value) {
    String text = text(value);
    if ("true".equalsIgnoreCase(text)) {
      return Boolean.TRUE;
    }
    return "false".equalsIgnoreCase(text) ? Boolean.FALSE : null;
  }

  /** A list, or one value as a list of one. */
  static @Nullable List<String> texts(@Nullable Object value) {
    List<String> texts = new ArrayList<>();
    for (Object element :
        value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
      String text = text(element);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts.isEmpty() ? null : texts;
  }

  /** JSON stays as it is; anything else becomes a JSON value when the row is built. */
  static @Nullable String json(@Nullable Object value) {
    if (value == null || value instanceof String) {
      return (String) value;
    }
    return AttributeJson.value(value);
  }

  /** How many elements a list, or a JSON array, has. */
  static @Nullable Long length(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return (long) list.size();
    }
    return value instanceof String json ? JsonArray.length(json) : null;
  }

  private static @Nullable BigDecimal decimal(@Nullable Object value) {
    String text = text(value);
    try {
      BigDecimal number = text == null || text.length() > 40 ? null : new BigDecimal(text);
      return number == null || Math.abs(number.scale()) > MAX_SCALE ? null : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isPlaceholder(String text) {
    return text.length() <= 16 && PLACEHOLDERS.contains(text.toLowerCase(java.util.Locale.ROOT));
  }
}
