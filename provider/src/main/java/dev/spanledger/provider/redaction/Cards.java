// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

/**
 * Payment cards: 13 to 19 digits as a network issues them, with the right check digit (Luhn), in
 * one run or in groups with spaces or hyphens.
 */
record Cards() implements Rule {
  private static final int SHORTEST = 13;
  private static final int LONGEST = 19;
  private static final int GROUP = 4;
  private static final int[][] GROUPS = {{4, 4, 4}, {6, 5}, {6, 4}};

  @Override
  public String label() {
    return "card";
  }

  @Override
  public String triggers() {
    return "23456";
  }

  @Override
  public long find(String text, int at, int from) {
    if (!begins(text, at, from)) {
      return NOTHING;
    }
    int run = Chars.endOfDigits(text, at, at + LONGEST + 1);
    if (run - at != GROUP) {
      return isCard(text.substring(at, run)) && ends(text, run) ? Rule.found(at, run) : NOTHING;
    }
    for (int[] groups : GROUPS) {
      int end = grouped(text, run, groups);
      if (end > 0 && ends(text, end) && isCard(text.substring(at, end).replaceAll("[ -]", ""))) {
        return Rule.found(at, end);
      }
    }
    return NOTHING;
  }

  /** Where the groups end that follow the first; -1 where they do not. */
  private static int grouped(String text, int firstEnd, int[] groups) {
    int end = firstEnd;
    for (int length : groups) {
      boolean separated = end < text.length() && isSeparator(text.charAt(end));
      int start = end + 1;
      end = separated ? Chars.endOfDigits(text, start, start + length) : 0;
      if (end - start != length) {
        return -1;
      }
    }
    return end;
  }

  private static boolean ends(String text, int end) {
    return end == text.length() || !Chars.isAlphanumeric(text.charAt(end));
  }

  private static boolean begins(String text, int at, int from) {
    if (at == from) {
      return true;
    }
    char before = text.charAt(at - 1);
    return !Chars.isAlphanumeric(before) && before != '.';
  }

  private static boolean isSeparator(char c) {
    return c == ' ' || c == '-';
  }

  private static boolean isCard(CharSequence digits) {
    int length = digits.length();
    return length >= SHORTEST
        && length <= LONGEST
        && isIssued(Integer.parseInt(digits, 0, 4, 10), length)
        && luhn(digits);
  }

  /** The networks' ranges of first digits, with the lengths that they issue. */
  private static boolean isIssued(int first, int length) {
    int two = first / 100;
    return switch (first / 1000) {
      case 4 -> length == 13 || length == 16 || length == 19;
      case 5 -> length == 16 && two >= 50 && two <= 58;
      case 2 -> length == 16 && first >= 2221 && first <= 2720;
      case 3 -> isIssuedBelowFour(two, length);
      case 6 -> length >= 16;
      default -> false;
    };
  }

  private static boolean isIssuedBelowFour(int two, int length) {
    return switch (two) {
      case 34, 37 -> length == 15;
      case 35 -> length >= 16;
      case 30, 36, 38, 39 -> length == 14;
      default -> false;
    };
  }

  private static boolean luhn(CharSequence digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighed = i % 2 == 0 ? digit : 2 * digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }
}
