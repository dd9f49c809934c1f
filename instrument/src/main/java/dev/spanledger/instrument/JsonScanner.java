// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

/** Says whether a text is JSON; builds nothing. */
final class JsonScanner {

  private static final int MAX_DEPTH = 128;

  private final String text;
  private int at;

  private JsonScanner(String text) {
    this.text = text;
  }

  static boolean isObjectOrArray(String text) {
    JsonScanner scanner = new JsonScanner(text);
    scanner.whitespace();
    char first = scanner.peek();
    return (first == '{' || first == '[') && scanner.value(0) && scanner.isAtEnd();
  }

  static boolean isNumber(String text) {
    JsonScanner scanner = new JsonScanner(text);
    return scanner.number() && scanner.at == text.length();
  }

  private boolean value(int depth) {
    if (depth > MAX_DEPTH) {
      return false;
    }
    whitespace();
    boolean valid =
        switch (peek()) {
          case '{' -> object(depth + 1);
          case '[' -> array(depth + 1);
          case '"' -> string();
          case 't' -> literal("true");
          case 'f' -> literal("false");
          case 'n' -> literal("null");
          default -> number();
        };
    whitespace();
    return valid;
  }

  private boolean object(int depth) {
    at++;
    whitespace();
    if (accept('}')) {
      return true;
    }
    do {
      if (!member(depth)) {
        return false;
      }
    } while (accept(','));
    return accept('}');
  }

  private boolean member(int depth) {
    whitespace();
    if (!string()) {
      return false;
    }
    whitespace();
    return accept(':') && value(depth);
  }

  private boolean array(int depth) {
    at++;
    whitespace();
    if (accept(']')) {
      return true;
    }
    do {
      if (!value(depth)) {
        return false;
      }
    } while (accept(','));
    return accept(']');
  }

  private boolean string() {
    if (!accept('"')) {
      return false;
    }
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return true;
      }
      if (c < ' ' || (c == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    if (!accept('u')) {
      return "\"\\/bfnrt".indexOf(peek()) >= 0 && at++ < text.length();
    }
    for (int i = 0; i < 4; i++, at++) {
      if (Character.digit(peek(), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean number() {
    accept('-');
    if (!accept('0') && !digits()) {
      return false;
    }
    if (accept('.') && !digits()) {
      return false;
    }
    if (accept('e') || accept('E')) {
      if (!accept('+')) {
        accept('-');
      }
      return digits();
    }
    return true;
  }

  private boolean digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    return at > start;
  }

  private boolean literal(String word) {
    boolean matches = text.startsWith(word, at);
    at += matches ? word.length() : 0;
    return matches;
  }

  private boolean accept(char expected) {
    boolean matches = peek() == expected;
    at += matches ? 1 : 0;
    return matches;
  }

  private void whitespace() {
    while (" \n\r\t".indexOf(peek()) >= 0) {
      at++;
    }
  }

  private boolean isAtEnd() {
    return at == text.length();
  }

  /** NUL, which no JSON syntax uses, at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }
}
