// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Str;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages in one attribute: JSON of any shape, or a plain text.
 *
 * @param quoted whether even a plain text is written as JSON, in quotation marks
 */
record AttributeShape(String key, Direction direction, boolean quoted) implements Shape {
  static Shape input(String key) {
    return new AttributeShape(key, Direction.INPUT, false);
  }

  static Shape output(String key) {
    return new AttributeShape(key, Direction.OUTPUT, false);
  }

  static Shape quotedInput(String key) {
    return new AttributeShape(key, Direction.INPUT, true);
  }

  static Shape quotedOutput(String key) {
    return new AttributeShape(key, Direction.OUTPUT, true);
  }

  @Override
  public @Nullable Found read(MessageSource source) {
    String text = text(source, key);
    return text == null
        ? null
        : Found.in(quoted ? unquoted(text) : text, direction, Set.of(key), source.memory());
  }

  /** Null where the attribute is not there, or says that it says nothing. */
  static @Nullable String text(MessageSource source, String key) {
    Object value = source.attribute(key);
    String text = value == null ? null : AnyValue.text(value);
    return text == null || Placeholders.isNothing(text) ? null : text;
  }

  static String unquoted(String text) {
    return text.startsWith("\"") && JsonText.parse(text) instanceof Str string
        ? string.value()
        : text;
  }
}
