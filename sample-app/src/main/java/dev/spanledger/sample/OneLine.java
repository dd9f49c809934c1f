// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts texts of any length and shape into one line. */
final class OneLine {
  private static final Pattern MODEL_ERROR =
      Pattern.compile(
          "\\{\\s*\"error\"\\s*:.*?\"message\"\\s*:\\s*\"((?:[^\"\\\\]++|\\\\.)++)\".*",
          Pattern.DOTALL);

  private OneLine() {}

  /** What went wrong, in one line. Of a model service's JSON, what it says in words. */
  static String of(Throwable error) {
    String message = error.getMessage();
    if (message == null) {
      return error.getClass().getSimpleName();
    }
    Matcher json = MODEL_ERROR.matcher(message);
    return of(json.matches() ? json.group(1) : message);
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
