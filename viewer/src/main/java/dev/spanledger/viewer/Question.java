// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks by its path and its parameters. Whoever reads it says first which parameters
 * there are: one that is unknown, given twice or broken is refused by its name. For one thread.
 */
final class Question {
  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern SPAN_ID = Pattern.compile("[0-9a-f]{16}");
  private static final int MOST_CHARS = 1_000;

  private final Map<String, String> path;
  private final Map<String, List<String>> parameters;

  Question(Map<String, String> path, Map<String, List<String>> parameters) {
    this.path = path;
    this.parameters = parameters;
  }

  /** Refuses every parameter that is not among these. */
  void allow(Set<String> names) {
    parameters.forEach(
        (name, values) -> {
          if (!names.contains(name)) {
            throw Refusal.badRequest("There is no parameter '" + printable(name) + "' here.");
          }
          if (values.size() > 1) {
            throw Refusal.badRequest("'" + name + "' is given twice.");
          }
          if (values.get(0).length() > MOST_CHARS) {
            throw bad(name, "at most " + MOST_CHARS + " characters");
          }
        });
  }

  void allow(String... names) {
    allow(new HashSet<>(List.of(names)));
  }

  String traceId() {
    return traceId("id", path.getOrDefault("id", ""));
  }

  /** A parameter that names a trace. */
  String traceId(String name) {
    return traceId(name, required(name));
  }

  private static String traceId(String name, String id) {
    if (!TRACE_ID.matcher(id).matches()) {
      throw bad(name, "a trace's id of 32 lower-case hex digits");
    }
    return id;
  }

  String spanId() {
    String id = path.getOrDefault("span", "");
    if (!SPAN_ID.matcher(id).matches()) {
      throw bad("span", "a span's id of 16 lower-case hex digits");
    }
    return id;
  }

  /** A part of the path that may be any text. */
  String part(String name) {
    return path.getOrDefault(name, "");
  }

  /** Null where it is not given, or empty. */
  @Nullable String text(String name) {
    List<String> values = parameters.get(name);
    return values == null || values.get(0).isEmpty() ? null : values.get(0);
  }

  String required(String name) {
    String text = text(name);
    if (text == null) {
      throw Refusal.badRequest("The parameter '" + name + "' is missing.");
    }
    return text;
  }

  String oneOf(String name, String usual, Set<String> choices) {
    String text = text(name);
    if (text != null && !choices.contains(text)) {
      throw bad(name, "one of " + choices.stream().sorted().toList());
    }
    return text == null ? usual : text;
  }

  boolean flag(String name) {
    return oneOf(name, "0", Set.of("0", "1")).equals("1");
  }

  int number(String name, int usual, int least, int most) {
    String text = text(name);
    if (text == null) {
      return usual;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as is a number out of bounds.
    }
    throw bad(name, "a whole number from " + least + " to " + most);
  }

  /** Not below zero; null where it is not given. */
  @Nullable Double amount(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      double amount = Double.parseDouble(text);
      if (amount >= 0 && amount <= 1e15) {
        return amount;
      }
    } catch (NumberFormatException e) {
      // Said below, as is a number out of bounds.
    }
    throw bad(name, "a number from 0");
  }

  /** Given in milliseconds since the epoch. */
  @Nullable Instant time(String name) {
    Double millis = amount(name);
    if (millis == null) {
      return null;
    }
    if (millis > 253_402_300_799_999.0) {
      throw bad(name, "milliseconds since 1970");
    }
    long micros = Math.round(millis * 1e3);
    return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
  }

  static Refusal bad(String name, String expected) {
    return Refusal.badRequest("'" + name + "' must be " + expected + ".");
  }

  /** What somebody made up goes into the answer and the log without its surprises. */
  private static String printable(String name) {
    String shown = name.replaceAll("[^\\p{Alnum}._-]", "?");
    return shown.length() > 40 ? shown.substring(0, 40) + "…" : shown;
  }
}
