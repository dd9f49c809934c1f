// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.util.regex.Pattern;

/** Makes long values shorter, says how much is gone, and leaves JSON valid. */
final class Cut {
  /** As long as the longest thing that says how much is gone. */
  static final int LONGEST_MARK = 24;

  private static final Pattern MARK = Pattern.compile("…\\[cut (\\d{1,10}) chars]$");

  private Cut() {}

  /**
   * At most about {@code max} characters; the same instance where it was short enough. In JSON only
   * what is long is cut. Bytes in base64 become their hash.
   */
  static String to(int max, String value) {
    if (value.length() <= max) {
      return value;
    }
    String json = looksLikeJson(value) ? CutJson.to(max, value) : null;
    return json == null ? whole(max, value) : json;
  }

  /**
   * As {@link #to}, but of JSON each string may be that long: a conversation grows by what is said
   * in it, and as a whole it must stay JSON to be stored once.
   */
  static String each(int max, String value) {
    if (value.length() <= max) {
      return value;
    }
    String json = looksLikeJson(value) ? CutJson.each(max, value) : null;
    return json == null ? whole(max, value) : json;
  }

  private static String whole(int max, String value) {
    return Blob.is(value, false) ? Blob.hashed(value) : text(value, max);
  }

  /** Cut between two characters, never inside one. What is cut already is cut no more. */
  static String text(String value, int max) {
    if (value.length() <= max || (value.length() <= max + LONGEST_MARK && isCut(value))) {
      return value;
    }
    int end = Character.isHighSurrogate(value.charAt(max - 1)) ? max - 1 : max;
    return value.substring(0, end) + mark(value.codePointCount(end, value.length()));
  }

  static String mark(int chars) {
    return "…[cut " + chars + " chars]";
  }

  static String markOfElements(int elements) {
    return "…[cut " + elements + " elements]";
  }

  private static boolean isCut(String value) {
    return value.endsWith("]") && MARK.matcher(value).find();
  }

  private static boolean looksLikeJson(String value) {
    char first = value.charAt(0);
    return first == '{' || first == '[' || first == '"';
  }
}
