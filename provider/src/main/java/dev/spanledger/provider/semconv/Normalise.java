// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** Of these, those that stand for a content which was not captured. */
  private static final Set<String> HIDDEN =
      Set.of("<redacted>", "__redacted__", "hidden:non-empty", "<not specified>");

  private static final Set<String> TYPES =
      Set.of("intValue", "doubleValue", "stringValue", "boolValue");

  /** No model counts further; and sums of these must not overflow, in a trace or in a report. */
  private static final BigDecimal MAX = BigDecimal.TEN.pow(12);

  private static final Pattern MONEY = Pattern.compile("([^\\sA-Za-z]+[^\\s]*?)\\s*([A-Z]{3})?");

  /** Arithmetic on 1e999999999 would need gigabytes. */
  private static final int MAX_SCALE = 100;

  private Normalise() {}

  /** One value as a text without white space around it. */
  static @Nullable String text(@Nullable Object value) {
    String text = scalar(value);
    return text == null || isPlaceholder(text) ? null : text;
  }

  /** What people said: nothing is a placeholder but redactions, and quotes stay. */
  static @Nullable String plain(@Nullable Object value) {
    if (value == null || value instanceof String) {
      String text = (String) value;
      return text == null || text.isBlank() || isHidden(text.trim()) ? null : text;
    }
    return AttributeJson.value(value);
  }

  private static @Nullable String scalar(@Nullable Object value) {
    Object one = value instanceof List<?> list && list.size() == 1 ? list.get(0) : value;
    if (one == null || one instanceof List<?> || one instanceof Map<?, ?>) {
      return null;
    }
    String text = unquoted(one.toString().trim());
    return text.isEmpty() ? null : text;
  }

  /** Some emitters write every attribute as JSON: {@code "\"12\""}, {@code {"intValue":12}}. */
  private static String unquoted(String text) {
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    if (first == '"' && JsonTree.parse(text) instanceof String inner) {
      return inner.trim();
    }
    if (first == '{' && text.length() < 64) {
      Map<String, Object> typed = JsonTree.object(text);
      if (typed.size() == 1 && TYPES.contains(typed.keySet().iterator().next())) {
        return String.valueOf(typed.values().iterator().next());
      }
    }
    return text;
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

  /** A whole number, below zero too. */
  static @Nullable Long whole(@Nullable Object value) {
    BigDecimal number = decimal(value);
    return number != null && isCount(number.abs()) ? Long.valueOf(number.longValue()) : null;
  }

  /** Any whole number that a {@code bigint} holds: an id, not a count. */
  static @Nullable Long bigint(@Nullable Object value) {
    BigDecimal number = decimal(value);
    try {
      return number == null ? null : Long.valueOf(number.longValueExact());
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** Any number that is one, however large or small. */
  static @Nullable Double finite(@Nullable Object value) {
    Double number = value instanceof Double exact ? exact : number(value);
    return number != null && Double.isFinite(number) ? number : null;
  }

  static @Nullable Double secondsAsMillis(@Nullable Object value) {
    Double seconds = number(value);
    return seconds == null || seconds < 0 ? null : Double.valueOf(seconds * 1e3);
  }

  /** A moment in ISO 8601. */
  static @Nullable Instant instant(@Nullable Object value) {
    String text = text(value);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  static @Nullable Boolean bool(@Nullable Object value) {
    String text = text(value);
    if ("true".equalsIgnoreCase(text)) {
      return Boolean.TRUE;
    }
    return "false".equalsIgnoreCase(text) ? Boolean.FALSE : null;
  }

  /** A list, JSON of one, or one value as a list of one. */
  static @Nullable List<String> texts(@Nullable Object value) {
    return texts(elements(value));
  }

  /** The same, where one text can also be a list with commas. */
  static @Nullable List<String> commaList(@Nullable Object value) {
    return texts(commaElements(value));
  }

  /** The elements as they are, placeholders too. */
  static List<?> commaElements(@Nullable Object value) {
    List<?> elements = elements(value);
    return elements.size() == 1 && elements.get(0) instanceof String text
        ? List.of(text.split(",", -1))
        : elements;
  }

  private static @Nullable List<String> texts(List<?> elements) {
    List<String> texts = new ArrayList<>();
    for (Object element : elements) {
      String text = text(element);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts.isEmpty() ? null : texts;
  }

  private static List<?> elements(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    if (value instanceof String text && text.trim().startsWith("[")) {
      Object parsed = JsonTree.parse(text);
      Object list = parsed == null ? JsonTree.parse(text.replace('\'', '"')) : parsed; // Python's
      return list instanceof List<?> elements ? elements : List.of(text);
    }
    return value == null ? List.of() : List.of(value);
  }

  /**
   * JSON stays as it is, JSON in a JSON string is taken out once; anything else becomes a JSON
   * value when the row is built.
   */
  static @Nullable String json(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      return AttributeJson.value(value);
    }
    String trimmed = text.trim();
    if (trimmed.isEmpty() || isHidden(trimmed)) {
      return null;
    }
    return trimmed.startsWith("\"") ? onceDecoded(text) : text;
  }

  private static String onceDecoded(String text) {
    return JsonTree.parse(text) instanceof String inner
            && (inner.startsWith("{") || inner.startsWith("["))
            && JsonTree.parse(inner) != null
        ? inner
        : text;
  }

  /** Some libraries name the format of a response. */
  static @Nullable String outputType(@Nullable Object value) {
    String type = text(value);
    boolean json =
        type != null && (type.startsWith("json") || type.equals("object") || type.equals("array"));
    return json ? "json" : type;
  }

  /** A number that is not negative, and a currency after it if that is said. */
  static @Nullable BigDecimal money(@Nullable Object value) {
    String text = text(value);
    Matcher matcher = text == null ? null : MONEY.matcher(text);
    BigDecimal amount = matcher != null && matcher.matches() ? decimal(matcher.group(1)) : null;
    return amount == null || amount.signum() < 0 ? null : amount;
  }

  /** The three letters after an amount; null where there are none, and for US dollars. */
  static @Nullable String currency(@Nullable Object value) {
    String text = text(value);
    Matcher matcher = text == null ? null : MONEY.matcher(text);
    String currency = matcher != null && matcher.matches() ? matcher.group(2) : null;
    return "USD".equals(currency) ? null : currency;
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
    return text.length() <= 16 && PLACEHOLDERS.contains(text.toLowerCase(Locale.ROOT));
  }

  private static boolean isHidden(String text) {
    return text.length() <= 16 && HIDDEN.contains(text.toLowerCase(Locale.ROOT));
  }
}
