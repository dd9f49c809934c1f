// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/**
 * Text that every database takes. PostgreSQL refuses NUL (SQLSTATE 22021), and both drivers
 * silently turn a lone surrogate into a question mark; here each becomes U+FFFD, and the caller can
 * tell because another string comes back.
 */
final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /** The same instance where nothing had to be repaired. */
  static String repair(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else {
          return repairFrom(text, i);
        }
      }
    }
    return text;
  }

  /** At most {@code chars} UTF-16 units, never half a surrogate pair. */
  static String cut(String text, int chars) {
    if (text.length() <= chars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
    return text.substring(0, end);
  }

  private static String repairFrom(String text, int start) {
    StringBuilder repaired = new StringBuilder(text.length()).append(text, 0, start);
    for (int i = start; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      boolean refused = codePoint == 0 || (codePoint >= 0xD800 && codePoint <= 0xDFFF);
      repaired.appendCodePoint(refused ? REPLACEMENT : codePoint);
      i += Character.charCount(codePoint);
    }
    return repaired.toString();
  }
}
