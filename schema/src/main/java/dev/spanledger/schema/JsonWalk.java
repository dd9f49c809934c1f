// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/**
 * Walks over JSON that is known to be valid, as every JSON value of a {@link SpanRow} is, and says
 * where its values stand: what is stored once is a slice of the text as it came, never written
 * anew.
 */
final class JsonWalk {
  private final String json;
  private int at;

  JsonWalk(String json) {
    this.json = json;
  }

  /** Behind what was passed last. */
  int at() {
    return at;
  }

  /** Passes the character if it is the next, spaces aside. */
  boolean take(char c) {
    boolean isNext = isNext(c);
    at += isNext ? 1 : 0;
    return isNext;
  }

  boolean isNext(char c) {
    skipSpace();
    return at < json.length() && json.charAt(at) == c;
  }

  /** Passes a value of any kind, or a name, and says where it began. */
  int value() {
    skipSpace();
    int start = at;
    switch (json.charAt(at)) {
      case '"' -> skipString();
      case '{', '[' -> skipStructure();
      default -> skipScalar();
    }
    return start;
  }

  private void skipSpace() {
    while (at < json.length() && isSpace(json.charAt(at))) {
      at++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }

  private void skipStructure() {
    int depth = 0;
    do {
      switch (json.charAt(at)) {
        case '"' -> {
          skipString();
          continue;
        }
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      at++;
    } while (depth > 0);
  }

  /** From quote to quote: an odd number of backslashes before one makes it part of the text. */
  private void skipString() {
    int quote = at;
    int backslashes;
    do {
      quote = json.indexOf('"', quote + 1);
      backslashes = 0;
      while (json.charAt(quote - 1 - backslashes) == '\\') {
        backslashes++;
      }
    } while (backslashes % 2 == 1);
    at = quote + 1;
  }

  private void skipScalar() {
    while (at < json.length() && !isEndOfScalar(json.charAt(at))) {
      at++;
    }
  }

  private static boolean isEndOfScalar(char c) {
    return c == ',' || c == ']' || c == '}' || c == ':' || isSpace(c);
  }
}
