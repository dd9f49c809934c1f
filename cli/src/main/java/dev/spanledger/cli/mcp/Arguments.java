// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli.mcp;

import dev.spanledger.cli.Trouble;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a model gave a tool, looked at: models misspell, and send numbers as texts. */
final class Arguments {
  private final Map<String, @Nullable Object> values;

  Arguments(@Nullable Map<String, @Nullable Object> values) {
    this.values = values == null ? Map.of() : values;
  }

  /**
   * Answers itself.
   *
   * @throws Trouble where there is one that the tool does not have
   */
  Arguments only(Set<String> known) {
    Set<String> unknown = new LinkedHashSet<>(values.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw usage(
          "there is no argument " + String.join(", ", unknown),
          "There are: " + String.join(", ", known));
    }
    return this;
  }

  /** Null where it is not given, or empty. */
  @Nullable String text(String name) {
    Object value = values.get(name);
    String text = value == null ? "" : value.toString().trim();
    return text.isEmpty() ? null : text;
  }

  String required(String name) {
    String text = text(name);
    if (text == null) {
      throw usage(name + " is missing", "Give " + name + ".");
    }
    return text;
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(text(name));
  }

  /** Within the bounds; what is beyond them is refused. */
  int number(String name, int preset, int least, int most) {
    String text = text(name);
    if (text == null) {
      return preset;
    }
    try {
      int number = (int) Math.round(Double.parseDouble(text));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw usage(name + " must be from " + least + " to " + most + ", but is " + text, null);
  }

  /** A list, or a text with commas. */
  List<String> texts(String name) {
    Object value = values.get(name);
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    String text = text(name);
    return text == null ? List.of() : List.of(text.split("\\s*,\\s*"));
  }

  private static Trouble usage(String message, @Nullable String hint) {
    return new Trouble(Trouble.Code.USAGE, message, hint);
  }
}
