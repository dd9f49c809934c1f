// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

/** Strings as JSON writes them. Reads whatever is there, also what is no JSON. */
final class JsonString {
  private static final int HEX = 16;

  private JsonString() {}

  /** Behind the closing quote; the text's length where there is none. */
  static int end(String json, int quote) {
    for (int i = quote + 1; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      i += c == '\\' ? 1 : 0;
    }
    return json.length();
  }

  /** The characters that {@code [start, end)} stands for. */
  static String decode(String json, int start, int end) {
    int escape = start;
    while (escape < end && json.charAt(escape) != '\\') {
      escape++;
    }
    return escape == end ? json.substring(start, end) : decode(json, start, escape, end);
  }

  private static String decode(String json, int start, int escape, int end) {
    StringBuilder text = new StringBuilder(end - start).append(json, start, escape);
    for (int i = escape; i < end; i++) {
      char c = json.charAt(i);
      if (c != '\\' || i + 1 == end) {
        text.append(c);
        continue;
      }
      char escaped = json.charAt(++i);
      int code = escaped == 'u' ? unicode(json, i + 1, end) : -1;
      text.append(code < 0 ? simple(escaped) : (char) code);
      i += code < 0 ? 0 : 4;
    }
    return text.toString();
  }

  /** With quotes around. A half of a surrogate pair stays an escape. */
  static void append(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> appendOther(json, text, i);
      }
    }
    json.append('"');
  }

  private static void appendOther(StringBuilder json, String text, int i) {
    char c = text.charAt(i);
    if (c < ' ' || (Character.isSurrogate(c) && !isPaired(text, i))) {
      json.append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        json.append(Character.forDigit((c >> shift) & 0xF, HEX));
      }
    } else {
      json.append(c);
    }
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private static int unicode(String json, int start, int end) {
    if (start + 4 > end) {
      return -1;
    }
    int code = 0;
    for (int i = start; i < start + 4; i++) {
      int digit = Character.digit(json.charAt(i), HEX);
      if (digit < 0) {
        return -1;
      }
      code = code * HEX + digit;
    }
    return code;
  }

  private static char simple(char escaped) {
    return switch (escaped) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> escaped;
    };
  }
}
