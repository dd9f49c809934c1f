// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/**
 * Recognises the JSON that nearly all spans carry in one pass: of moderate depth, without escaped
 * code units and exponents. It never takes for storable what {@link StorableJson} would repair;
 * what it does not recognise, a parser has to look at. For one text.
 */
final class PlainJson {
  private static final int MOST_DEPTH = 60;
  private static final int MOST_DIGITS = 40;
  private static final String ESCAPED = "\"\\/bfnrt";

  private final char[] json;
  private int at;

  private PlainJson(String json) {
    this.json = json.toCharArray();
  }

  /** False where it takes a parser to tell. */
  static boolean is(String text) {
    PlainJson json = new PlainJson(text);
    return json.value(0) && json.isAtEnd();
  }

  private boolean isAtEnd() {
    next();
    return at == json.length;
  }

  /** The next character that is no space, which stays; 0 at the end. */
  private char next() {
    while (at < json.length) {
      char c = json[at];
      if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
        return c;
      }
      at++;
    }
    return 0;
  }

  /** Passes the character if it is the next. */
  private boolean take(char wanted) {
    boolean isNext = next() == wanted;
    at += isNext ? 1 : 0;
    return isNext;
  }

  private boolean value(int depth) {
    return switch (next()) {
      case '"' -> string();
      case '{' -> depth < MOST_DEPTH && object(depth + 1);
      case '[' -> depth < MOST_DEPTH && array(depth + 1);
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private boolean object(int depth) {
    at++;
    if (take('}')) {
      return true;
    }
    do {
      if (next() != '"' || !string() || !take(':') || !value(depth)) {
        return false;
      }
    } while (take(','));
    return take('}');
  }

  private boolean array(int depth) {
    at++;
    if (take(']')) {
      return true;
    }
    do {
      if (!value(depth)) {
        return false;
      }
    } while (take(','));
    return take(']');
  }

  private boolean string() {
    int i = at + 1;
    for (; i < json.length; i++) {
      char c = json[i];
      if (c == '"') {
        at = i + 1;
        return true;
      }
      if (c == '\\') {
        i++;
        if (i == json.length || ESCAPED.indexOf(json[i]) < 0) {
          return false;
        }
      } else if (c < ' ' || Character.isSurrogate(c)) {
        i++;
        if (!isPair(c, i)) {
          return false;
        }
      }
    }
    return false;
  }

  private boolean isPair(char high, int low) {
    return Character.isHighSurrogate(high)
        && low < json.length
        && Character.isLowSurrogate(json[low]);
  }

  private boolean word(String word) {
    for (int i = 0; i < word.length(); i++, at++) {
      if (at == json.length || json[at] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean number() {
    at += at < json.length && json[at] == '-' ? 1 : 0;
    int start = at;
    int digits = digits();
    boolean leadingZero = digits > 1 && json[start] == '0';
    if (digits == 0 || leadingZero) {
      return false;
    }
    if (at < json.length && json[at] == '.') {
      at++;
      int decimals = digits();
      digits = decimals == 0 ? 0 : digits + decimals;
    }
    return digits > 0 && digits <= MOST_DIGITS;
  }

  private int digits() {
    int start = at;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    return at - start;
  }
}
