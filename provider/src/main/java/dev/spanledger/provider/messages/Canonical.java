// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanledger.schema.TextMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a text already is what would be made of it, in one pass and without building
 * anything: then it is stored as it came, byte for byte. The usual case, and the fast one: an
 * agent's messages come again with every call.
 *
 * <p>A text that is refused here, although it is canonical, comes out the same; it only costs more.
 */
final class Canonical {
  /** As deep as what is stored may be. */
  private static final int MAX_DEPTH = 64;

  private final String text;
  private final JsonParser parser;
  private static final TextMemory.Reading<Said> MESSAGES =
      new TextMemory.Reading<>() {
        @Override
        public @Nullable Said read(String text) {
          Canonical canonical = check(text, Canonical::messages);
          return canonical == null ? null : canonical.said();
        }

        @Override
        public @Nullable Said grown(String text, Said known, Said rest, int shift) {
          return known.and(rest);
        }
      };

  private final List<String> instructions = new ArrayList<>();
  private final List<String> finishReasons = new ArrayList<>();
  private boolean leading = true;

  private Canonical(String text, JsonParser parser) {
    this.text = text;
    this.parser = parser;
  }

  /** Checks one value, whose first token is the current one. */
  private interface Check {
    boolean of(Canonical canonical) throws IOException;
  }

  /** What an array of messages says beside them; null for anything else. */
  static @Nullable Said messages(String text, TextMemory memory) {
    return memory.of(text, MESSAGES);
  }

  /** Whether it is an array of parts. */
  static boolean areParts(String text) {
    return check(text, canonical -> canonical.parts(new PartCount())) != null;
  }

  /** Whether it is an array of tool definitions. */
  static boolean areTools(String text) {
    return check(text, Canonical::tools) != null;
  }

  /**
   * What an array of messages says beside them.
   *
   * @param instructions the parts of the system's messages at the head of the list, or null
   * @param isAllHead whether there are no other messages
   */
  record Said(@Nullable String instructions, boolean isAllHead, List<String> finishReasons) {
    /** With the messages that follow; null where the head of the list may go on with them. */
    private @Nullable Said and(Said rest) {
      return isAllHead
          ? null
          : new Said(
              instructions,
              false,
              Stream.concat(finishReasons.stream(), rest.finishReasons.stream()).toList());
    }
  }

  private Said said() {
    return new Said(instructions(), leading, List.copyOf(finishReasons));
  }

  private static @Nullable Canonical check(String text, Check check) {
    if (!text.startsWith("[") || !isCompact(text) || Placeholders.isIn(text)) {
      return null;
    }
    try (JsonParser parser = JsonText.STRICT.createParser(text)) {
      parser.nextToken();
      Canonical canonical = new Canonical(text, parser);
      return check.of(canonical) && parser.nextToken() == null ? canonical : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** No white space outside of strings, and no level too deep. */
  private static boolean isCompact(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        i = closingQuote(text, i);
      } else if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        depth--;
      }
      if (c <= ' ' || depth > MAX_DEPTH) {
        return false;
      }
    }
    return true;
  }

  private static int closingQuote(String text, int opening) {
    int quote = text.indexOf('"', opening + 1);
    while (quote >= 0 && isEscaped(text, quote)) {
      quote = text.indexOf('"', quote + 1);
    }
    return quote < 0 ? text.length() : quote;
  }

  private static boolean isEscaped(String text, int quote) {
    int before = quote - 1;
    while (text.charAt(before) == '\\') {
      before--;
    }
    return (quote - before) % 2 == 0;
  }

  private @Nullable String instructions() {
    if (instructions.isEmpty()) {
      return null;
    }
    if (instructions.size() == 1) {
      return instructions.get(0);
    }
    StringBuilder all = new StringBuilder("[");
    instructions.forEach(parts -> all.append(parts, 1, parts.length() - 1).append(','));
    all.setCharAt(all.length() - 1, ']');
    return all.toString();
  }

  private boolean messages() throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT || !message()) {
        return false;
      }
    }
    return true;
  }

  private boolean message() throws IOException {
    PartCount count = new PartCount();
    String role = null;
    String parts = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("role") && role == null && value == JsonToken.VALUE_STRING) {
        role = parser.getText();
      } else if (field.equals("parts") && parts == null && value == JsonToken.START_ARRAY) {
        parts = leading ? sliceOfParts(count) : parts(count) ? "" : null;
        if (parts == null) {
          return false;
        }
      } else if (field.equals("finish_reason")) {
        finishReason(value);
      } else if (isNoneOfOurs(field)) {
        return false;
      }
      parser.skipChildren();
    }
    return role != null && parts != null && isCanonical(role, parts, count);
  }

  /** A second role and a second list of parts are none either. */
  private static boolean isNoneOfOurs(String field) {
    return field.equals("role") || field.equals("parts") || WireMessage.FIELDS.contains(field);
  }

  private boolean isCanonical(String role, String parts, PartCount count) {
    leading &= role.equals(Roles.SYSTEM);
    if (leading && parts.length() > 2) {
      instructions.add(parts);
    }
    return Roles.isCanonical(role) && count.role(role).equals(role);
  }

  private void finishReason(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      finishReasons.add(parser.getText());
    }
  }

  private @Nullable String sliceOfParts(PartCount count) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    return parts(count)
        ? text.substring(start, (int) parser.currentLocation().getCharOffset())
        : null;
  }

  private boolean parts(PartCount count) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT || !part(count)) {
        return false;
      }
    }
    return true;
  }

  private boolean part(PartCount count) throws IOException {
    String type = null;
    PartFields fields = new PartFields();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("type") && type == null && value == JsonToken.VALUE_STRING) {
        type = parser.getText();
      } else {
        fields.see(field, value);
      }
      parser.skipChildren();
    }
    count.add(type);
    return type != null && fields.fit(type);
  }

  private boolean tools() throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT || !tool()) {
        return false;
      }
    }
    return true;
  }

  private boolean tool() throws IOException {
    boolean typed = false;
    boolean named = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      typed |= field.equals("type") && value == JsonToken.VALUE_STRING;
      named |= field.equals("name") && value == JsonToken.VALUE_STRING;
      if (ToolDefinitions.isSynonym(field)) {
        return false;
      }
      parser.skipChildren();
    }
    return typed && named;
  }
}
