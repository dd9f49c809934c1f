// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

/** Reads the beginning of a string that stands in valid JSON, which may be megabytes long. */
final class QuotedText {
  private static final int HEX = 16;
  private static final int UNICODE_DIGITS = 4;

  private QuotedText() {}

  /**
   * @param quote where the string's opening quote is
   * @param most how many UTF-16 units of it are read
   */
  static String beginning(String json, int quote, int most) {
    int start = quote + 1;
    String plain = json.substring(start, Math.min(json.indexOf('"', start), start + most));
    return plain.indexOf('\\') < 0 ? plain : unescaped(json, quote, most);
  }

  private static String unescaped(String json, int quote, int most) {
    StringBuilder text = new StringBuilder(Math.min(most, json.length() - quote));
    int at = quote + 1;
    for (char c = json.charAt(at); c != '"' && text.length() < most; c = json.charAt(at)) {
      if (c != '\\') {
        text.append(c);
        at++;
      } else if (json.charAt(at + 1) == 'u') {
        int digits = at + 2;
        text.append((char) Integer.parseInt(json, digits, digits + UNICODE_DIGITS, HEX));
        at = digits + UNICODE_DIGITS;
      } else {
        text.append(unescaped(json.charAt(at + 1)));
        at += 2;
      }
    }
    return text.toString();
  }

  private static char unescaped(char escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escaped;
    };
  }
}
