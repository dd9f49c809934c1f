// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import dev.spanledger.provider.redaction.KnownTexts.Redacted;
import org.jspecify.annotations.Nullable;

/**
 * Redacts a text that looks like JSON, token by token: names, strings, long numbers, and JSON
 * inside of strings. What is not taken out stays as it was written, to the byte. Looks at every
 * character once at each level of encoding, and each level is at most as long as the one around it.
 */
final class JsonWalk {
  /** Escapes double with each level, so that a real text cannot have many. */
  private static final int DEEPEST = 16;

  /** Shorter numbers are not looked at. */
  static final int SHORTEST_NUMBER = 12;

  private final Redactor redactor;
  private final String where;
  private final String json;
  private final int level;

  private @Nullable StringBuilder out;
  private int done;
  private int depth;
  private int values;
  private boolean wellFormed = true;

  private JsonWalk(Redactor redactor, String where, String json, int level) {
    this.redactor = redactor;
    this.where = where;
    this.json = json;
    this.level = level;
  }

  /** The text as it may be stored, whatever it is. */
  static String redact(Redactor redactor, String where, String text) {
    return redact(redactor, where, text, 0);
  }

  /** As {@link #redact}, and what it was. */
  static Redacted redacted(Redactor redactor, String where, String text) {
    return redacted(redactor, where, text, 0);
  }

  private static String redact(Redactor redactor, String where, String text, int level) {
    return redacted(redactor, where, text, level).text();
  }

  private static Redacted redacted(Redactor redactor, String where, String text, int level) {
    if (level >= DEEPEST || !looksLikeJson(text)) {
      return became(text, redactor.redact(where, text), false);
    }
    JsonWalk walk = new JsonWalk(redactor, where, text, level);
    String walked = walk.walk();
    // What only looks like JSON, or was cut, is a text as well.
    boolean isJson = walk.isWellFormed();
    return became(text, isJson ? walked : redactor.redact(where, walked), isJson);
  }

  private static Redacted became(String text, String redacted, boolean isJson) {
    return new Redacted(redacted, !redacted.equals(text), isJson);
  }

  private static boolean looksLikeJson(String text) {
    int first = 0;
    while (first < text.length() && isSpace(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return false;
    }
    char c = text.charAt(first);
    return c == '{' || c == '[' || c == '"';
  }

  private boolean isWellFormed() {
    return wellFormed && depth == 0 && values == 1;
  }

  private String walk() {
    int at = 0;
    while (at < json.length()) {
      at = next(at);
    }
    return out == null ? json : out.append(json, done, json.length()).toString();
  }

  private int next(int at) {
    char c = json.charAt(at);
    if (c == '"') {
      return string(at);
    }
    if (c == '{' || c == '[') {
      values += depth++ == 0 ? 1 : 0;
      return at + 1;
    }
    if (c == '}' || c == ']') {
      wellFormed &= --depth >= 0;
      return at + 1;
    }
    if (c == ',' || c == ':' || isSpace(c)) {
      return at + 1;
    }
    return bare(at);
  }

  /** A name, or a value. */
  private int string(int at) {
    int end = closed(at);
    int colon = skipSpace(end);
    if (depth > 0 && colon < json.length() && json.charAt(colon) == ':') {
      String name = content(at, end);
      replaceString(at, end, name, redactor.redact(where, name));
      int value = skipSpace(colon + 1);
      String hidden = redactor.hide(name);
      return hidden == null || value == json.length() ? value : hide(value, hidden);
    }
    values += depth == 0 ? 1 : 0;
    String text = content(at, end);
    replaceString(at, end, text, redact(redactor, where, text, level + 1));
    return end;
  }

  private int closed(int quote) {
    int end = JsonString.end(json, quote);
    wellFormed &= isClosed(quote, end);
    return end;
  }

  private boolean isClosed(int quote, int end) {
    return end - quote > 1 && json.charAt(end - 1) == '"';
  }

  private String content(int quote, int end) {
    return JsonString.decode(json, quote + 1, isClosed(quote, end) ? end - 1 : end);
  }

  /** A number, true, false, null, or something that is no JSON. */
  private int bare(int at) {
    int end = endOfBare(at);
    values += depth == 0 ? 1 : 0;
    wellFormed &= isLiteral(at, end);
    if (end - at >= SHORTEST_NUMBER) {
      String number = json.substring(at, end);
      replaceString(at, end, number, redactor.redact(where, number));
    }
    return end;
  }

  private int endOfBare(int at) {
    int end = at + 1;
    while (end < json.length() && !isStructure(json.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Everything behind the name goes, but for what says nothing and what describes a parameter. */
  private int hide(int value, String hidden) {
    char c = json.charAt(value);
    if (c == '"') {
      int end = closed(value);
      if (end - value > 2) {
        replaceString(value, end, content(value, end), hidden);
      }
      return end;
    }
    if (c == '{' || c == '[') {
      return JsonSchemas.isSchema(json, value) ? value : hideTree(value, hidden);
    }
    int end = endOfBare(value);
    if (c == '-' || Chars.isDigit(c)) {
      replaceString(value, end, json.substring(value, end), hidden);
    }
    return end;
  }

  private int hideTree(int start, String hidden) {
    int open = 0;
    int at = start;
    do {
      char c = json.charAt(at);
      open += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      at = c == '"' ? closed(at) : at + 1;
    } while (open > 0 && at < json.length());
    wellFormed &= open == 0;
    replaceString(start, at, "", hidden);
    return at;
  }

  private void replaceString(int start, int end, String before, String after) {
    if (after.equals(before)) {
      return;
    }
    StringBuilder text = out == null ? new StringBuilder(json.length()) : out;
    text.append(json, done, start);
    JsonString.append(text, after);
    out = text;
    done = end;
  }

  private int skipSpace(int from) {
    int at = from;
    while (at < json.length() && isSpace(json.charAt(at))) {
      at++;
    }
    return at;
  }

  private boolean isLiteral(int start, int end) {
    char c = json.charAt(start);
    if (c == '-' || Chars.isDigit(c)) {
      return true;
    }
    String word = end - start > 5 ? "" : json.substring(start, end);
    return word.equals("true") || word.equals("false") || word.equals("null");
  }

  private static boolean isStructure(char c) {
    return isSpace(c) || c == ',' || c == ':' || c == '"' || "{}[]".indexOf(c) >= 0;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
