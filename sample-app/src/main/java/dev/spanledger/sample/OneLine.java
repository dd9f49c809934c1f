// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

/** Puts texts of any length and shape into one line. */
final class OneLine {
  private OneLine() {}

  /** What went wrong, in one line. */
  static String of(Throwable error) {
    String message = error.getMessage();
    return message == null ? error.getClass().getSimpleName() : of(message);
  }

  static String of(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /** The text in one line of at most so many characters. */
  static String of(String text, int chars) {
    return cut(of(text), chars);
  }

  /** The line, cut where it has more than so many characters. */
  static String cut(String line, int chars) {
    return line.length() <= chars ? line : line.substring(0, chars - 2) + "..";
  }
}
