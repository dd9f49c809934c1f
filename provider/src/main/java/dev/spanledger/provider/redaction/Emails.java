// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

/** Addresses: what can stand on both sides of an at sign, with a dot in the domain. */
record Emails() implements Rule {
  private static final String LOCAL = "._%+-";

  @Override
  public String label() {
    return "email";
  }

  @Override
  public String triggers() {
    return "@";
  }

  @Override
  public long find(String text, int at, int from) {
    int start = at;
    while (start > from && isLocal(text.charAt(start - 1))) {
      start--;
    }
    int end = at + 1;
    int dot = -1;
    while (end < text.length() && isDomain(text.charAt(end))) {
      dot = text.charAt(end) == '.' && isLabel(text, end) ? end : dot;
      end++;
    }
    while (end > at + 1 && !Character.isLetterOrDigit(text.charAt(end - 1))) {
      end--;
    }
    return start < at && dot > at + 1 && dot < end - 2 ? Rule.found(start, end) : NOTHING;
  }

  /** A dot with a letter behind it. */
  private static boolean isLabel(String text, int dot) {
    return dot + 1 < text.length() && Character.isLetter(text.charAt(dot + 1));
  }

  private static boolean isLocal(char c) {
    return Character.isLetterOrDigit(c) || LOCAL.indexOf(c) >= 0;
  }

  private static boolean isDomain(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-';
  }
}
