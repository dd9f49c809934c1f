// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A span's columns. What it was given and answered is measured, and read on demand. */
public final class SpanFields {
  /** What people, models and tools said. */
  private static final Set<String> PAYLOADS =
      Set.of(
          "input",
          "output",
          "system_instructions",
          "tool_definitions",
          "attributes",
          "events",
          "links",
          "metadata",
          "resource",
          "error_stack",
          "tool_schema",
          "original_attributes");

  /** Long ids of contents, and what says the same as others. */
  private static final Set<String> NOISE =
      Set.of(
          "input_refs",
          "output_refs",
          "instructions_ref",
          "tools_ref",
          "resource_ref",
          "source_ref",
          "attribute_refs",
          "input_preview",
          "output_preview",
          "start_unix_nano",
          "end_unix_nano");

  private final Map<String, Object> values = new LinkedHashMap<>();

  private SpanFields(SpanRow span) {
    for (Column<?> column : SpanColumns.all()) {
      Object value = span.get(column);
      if (value != null && !NOISE.contains(column.name())) {
        values.put(column.name(), value);
      }
    }
    span.added().forEach((column, value) -> values.put(column.name(), value));
  }

  public static SpanFields of(SpanRow span) {
    return new SpanFields(span);
  }

  /**
   * A part of a field's text.
   *
   * @param next the offset to go on with; -1 where it ends
   */
  public record Part(String field, int length, int offset, String text, int next) {}

  /**
   * A part of a field.
   *
   * @param offset in characters, from 0
   * @throws Trouble where the span has no such field
   */
  public Part part(String field, int offset, int maxChars) {
    Object value = values.get(field);
    if (value == null) {
      throw new Trouble(
          Code.NOT_FOUND,
          "the span has no " + field,
          "It has: " + String.join(", ", values.keySet()));
    }
    String text = text(value);
    int from = Math.max(0, Math.min(offset, text.length()));
    int to = Math.min(text.length(), from + maxChars);
    if (to < text.length() && to > from + 1 && Character.isHighSurrogate(text.charAt(to - 1))) {
      to--;
    }
    return new Part(
        field, text.length(), from, text.substring(from, to), to < text.length() ? to : -1);
  }

  /** Names and values, those of payloads left out. */
  public Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>(values);
    plain.keySet().removeAll(PAYLOADS);
    return plain;
  }

  /** The payloads that there are, with their lengths in characters. */
  public Map<String, Integer> payloads() {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (PAYLOADS.contains(name)) {
            lengths.put(name, text(value).length());
          }
        });
    return lengths;
  }

  /** A row a field: its name, its length where it is a payload, else its value. */
  public Answer answer() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    plain().forEach((name, value) -> rows.add(Arrays.asList(name, scalar(value), null)));
    payloads().forEach((name, length) -> rows.add(Arrays.asList(name, null, length)));
    return Answer.of(List.of("field", "value", "length"), rows);
  }

  private static Object scalar(Object value) {
    return value instanceof Number || value instanceof Boolean ? value : text(value);
  }

  static String text(Object value) {
    return value instanceof List<?> list ? Json.of(list) : value.toString();
  }
}
