// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The first words of what went in or came out, for lists: of messages the last one that the user,
 * or the assistant, said; of anything else its beginning. At most {@value #CHARS} characters.
 */
final class Preview {
  static final int CHARS = 200;
  private static final JsonFactory JSON = new JsonFactory();

  private final String role;
  private @Nullable String ofRole;
  private @Nullable String ofAny;

  private Preview(String role) {
    this.role = role;
  }

  static @Nullable String ofInput(@Nullable String content) {
    return of(content, "user");
  }

  static @Nullable String ofOutput(@Nullable String content) {
    return of(content, "assistant");
  }

  private static @Nullable String of(@Nullable String content, String role) {
    if (content == null) {
      return null;
    }
    String said = content.startsWith("[{") ? new Preview(role).messages(content) : null;
    return cut(said == null ? unquoted(content) : said);
  }

  private @Nullable String messages(String content) {
    try (JsonParser json = JSON.createParser(content)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        message(json);
      }
    } catch (IOException e) {
      return null;
    }
    return ofRole == null ? ofAny : ofRole;
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

  private static String cut(String text) {
    if (text.codePointCount(0, Math.min(text.length(), 2 * CHARS + 2)) <= CHARS) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, CHARS - 1)) + "…";
  }
}
