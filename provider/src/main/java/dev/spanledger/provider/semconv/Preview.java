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

  /** More characters than are shown, in UTF-16. */
  private static final int LONGEST_READ = 2 * CHARS + 2;

  private static final JsonFactory JSON = new JsonFactory();

  private static final TextMemory.Reading<Last> INPUT = new LastOf("user");
  private static final TextMemory.Reading<Last> OUTPUT = new LastOf("assistant");

  private static final int NONE = -1;

  private final String content;
  private final String role;

  /**
   * Where in the content a text's quote is: of most texts nothing is shown, so none is read yet.
   */
  private int ofRole = NONE;

  private int ofAny = NONE;

  private Preview(String content, String role) {
    this.content = content;
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
      return new Preview(text, role).last();
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

  private @Nullable Last last() {
    try (JsonParser json = JSON.createParser(content)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        message(json);
      }
      boolean isWhole = json.currentToken() == JsonToken.END_ARRAY;
      return new Last(beginning(ofRole), beginning(ofAny), isWhole);
    } catch (IOException e) {
      return null;
    }
  }

  private void message(JsonParser json) throws IOException {
    String who = "";
    int text = NONE;
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
    if (text != NONE) {
      ofAny = text;
      ofRole = who.equals(role) ? text : ofRole;
    }
  }

  /** Of the message's parts, the first that holds text; a tool call says its name. */
  private static int firstText(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return place(json);
    }
    int text = NONE;
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        int part = partText(json);
        text = text == NONE ? part : text;
      }
    }
    return text;
  }

  private static int partText(JsonParser json) throws IOException {
    int text = NONE;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      boolean tells = field.equals("content") || field.equals("name") || field.equals("response");
      if (tells && json.currentToken() == JsonToken.VALUE_STRING) {
        text = place(json);
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

  private static int place(JsonParser json) {
    return (int) json.currentTokenLocation().getCharOffset();
  }

  /** As much of the text as is shown. */
  private @Nullable String beginning(int quote) {
    return quote == NONE ? null : cut(QuotedText.beginning(content, quote, LONGEST_READ));
  }

  private static String cut(String text) {
    if (text.codePointCount(0, Math.min(text.length(), LONGEST_READ)) <= CHARS) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, CHARS - 1)) + "…";
  }
}
