// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

/** Classes of characters, and runs of them. */
final class Chars {
  /** How much of a word is looked at to tell a secret from prose. */
  private static final int LOOK = 64;

  private static final String SYMBOLS = "!@#$%^&*+=~";

  private Chars() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  static boolean isAlphanumeric(char c) {
    return isDigit(c) || isUpper(c) || (c >= 'a' && c <= 'z');
  }

  /** What tokens are made of: base64url. */
  static boolean isToken(char c) {
    return isAlphanumeric(c) || c == '-' || c == '_';
  }

  /** What a bearer token may be made of (RFC 6750). */
  static boolean isToken68(char c) {
    return isToken(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
  }

  static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  /** Whether a word can begin here: what is before {@code from} is gone. */
  static boolean beginsWord(String text, int at, int from) {
    return at == from || !isToken(text.charAt(at - 1));
  }

  static int endOfToken(String text, int from) {
    int end = from;
    while (end < text.length() && isToken(text.charAt(end))) {
      end++;
    }
    return end;
  }

  static int endOfDigits(String text, int from, int last) {
    int end = from;
    while (end < Math.min(last, text.length()) && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  static int skipSpaces(String text, int from, int most) {
    int end = from;
    while (end < text.length() && end - from < most && isSpace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** People's words have no digits, no such symbols, and no capitals inside. */
  static boolean looksRandom(String text, int start, int end) {
    boolean lower = false;
    for (int i = start; i < Math.min(end, start + LOOK); i++) {
      char c = text.charAt(i);
      if (isDigit(c) || SYMBOLS.indexOf(c) >= 0 || (lower && isUpper(c))) {
        return true;
      }
      lower |= c >= 'a' && c <= 'z';
    }
    return false;
  }

  /** As {@link #looksRandom}, but a name in camel case is none. */
  static boolean looksSecret(String text, int start, int end) {
    for (int i = start; i < Math.min(end, start + LOOK); i++) {
      if (isDigit(text.charAt(i)) || SYMBOLS.indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }
}
