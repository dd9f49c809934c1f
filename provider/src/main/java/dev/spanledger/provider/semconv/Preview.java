// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanledger.schema.TextMemory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The first words of what went in or came out, for lists: of messages the last one that the user,
 * or the assistant, said; of anything else its beginning. At most {@value #CHARS} characters.
 */
final class Preview {
  static final int CHARS = 200;
  private static final JsonFactory JSON = new JsonFactory();

  private static final TextMemory.Reading<Last> INPUT = new LastOf("user");
  private static final TextMemory.Reading<Last> OUTPUT = new LastOf("assistant");

  private final String role;
  private @Nullable String ofRole;
  private @Nullable String ofAny;

  private Preview(String role) {
    this.role = role;
  }

  static @Nullable String ofInput(@Nullable String content, TextMemory memory) {
    return of(content, INPUT, memory);
  }

  static @Nullable String ofOutput(@Nullable String content, TextMemory memory) {
    return of(content, OUTPUT, memory);
  }

  private static @Nullable String of(
      @Nullable String content, TextMemory.Reading<Last> reading, TextMemory memory) {
    if (content == null) {
      return null;
    }
    Last last = content.startsWith("[{") ? memory.of(content, reading) : null;
    String said = last == null ? null : last.said();
    return said == null ? cut(unquoted(content)) : said;
  }

  /**
   * What the last messages of a list begin with.
   *
   * @param ofRole of the one who is looked for
   * @param isWhole whether there is nothing in the list but messages
   */
  private record Last(@Nullable String ofRole, @Nullable String ofAny, boolean isWhole) {
    @Nullable String said() {
      return ofRole == null ? ofAny : ofRole;
    }
  }

  private record LastOf(String role) implements TextMemory.Reading<Last> {
    @Override
    public @Nullable Last read(String text) {
      return new Preview(role).last(text);
    }

    @Override
    public @Nullable Last grown(String text, Last known, Last rest, int shift) {
      return known.isWhole
          ? new Last(
              rest.ofRole == null ? known.ofRole : rest.ofRole,
              rest.ofAny == null ? known.ofAny : rest.ofAny,
              rest.isWhole)
          : null;
    }
  }

  private @Nullable Last last(String content) {
    try (JsonParser json = JSON.createParser(content)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        message(json);
      }
      boolean isWhole = json.currentToken() == JsonToken.END_ARRAY;
      return new Last(cutIfAny(ofRole), cutIfAny(ofAny), isWhole);
    } catch (IOException e) {
      return null;
    }
  }

  private void message(JsonParser json) throws IOException {
    String who = "";
    String text = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      if (field.equals("role")) {
        who = json.getText();
      } else if (field.equals("parts") || field.equals("content")) {
        text = firstText(json);
      } else {
        json.skipChildren();
      }
    }
    if (text != null) {
      ofAny = text;
      ofRole = who.equals(role) ? text : ofRole;
    }
  }

  /** Of the message's parts, the first that holds text; a tool call says its name. */
  private static @Nullable String firstText(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    String text = null;
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        String part = partText(json);
        text = text == null ? part : text;
      }
    }
    return text;
  }

  private static @Nullable String partText(JsonParser json) throws IOException {
    String text = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      boolean tells = field.equals("content") || field.equals("name") || field.equals("response");
      if (tells && json.currentToken() == JsonToken.VALUE_STRING) {
        text = json.getText();
      }
      json.skipChildren();
    }
    return text;
  }

  private static String unquoted(String content) {
    try (JsonParser json = JSON.createParser(content)) {
      return json.nextToken() == JsonToken.VALUE_STRING ? json.getText() : content;
    } catch (IOException e) {
      return content;
    }
  }

  private static @Nullable String cutIfAny(@Nullable String text) {
    return text == null ? null : cut(text);
  }

  private static String cut(String text) {
    if (text.codePointCount(0, Math.min(text.length(), 2 * CHARS + 2)) <= CHARS) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, CHARS - 1)) + "…";
  }
}
