// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

/** Cuts texts where a character ends. */
final class Texts {
  private Texts() {}

  /** The beginning, of at most so many UTF-16 units: never half a character. */
  static String cut(String text, int length) {
    return text.substring(0, end(text, length));
  }

  /** The part from there, of at most so many UTF-16 units and at least one character. */
  static String part(String text, int from, int length) {
    return text.substring(
        from, Math.max(end(text, from + length), Math.min(text.length(), from + 1)));
  }

  private static int end(String text, int end) {
    if (end >= text.length()) {
      return text.length();
    }
    return end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }
}
