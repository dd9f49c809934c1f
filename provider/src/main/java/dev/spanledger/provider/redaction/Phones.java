// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

/**
 * Phone numbers as people write them: with the country ({@code +49 30 1234567}), as in North
 * America ({@code (555) 123-4567}), or with a leading zero and gaps ({@code 030 1234567}). Ten
 * digits in a row could be anything, and are kept.
 */
record Phones() implements Rule {
  private static final int LONGEST = 32;

  @Override
  public String label() {
    return "phone";
  }

  @Override
  public String triggers() {
    return "+(0123456789";
  }

  @Override
  public long find(String text, int at, int from) {
    if (at > from && isPart(text.charAt(at - 1))) {
      return NOTHING;
    }
    int last = Math.min(text.length(), at + LONGEST);
    int best = -1;
    StringBuilder shape = new StringBuilder(LONGEST);
    for (int i = at; i < last && continues(text, i, at); i++) {
      if (Chars.isDigit(text.charAt(i))) {
        shape.append('d');
        best = ends(text, i + 1) && isNumber(text, at, shape.toString()) ? i + 1 : best;
      } else if (shape.length() > 0 && shape.charAt(shape.length() - 1) == 'd') {
        shape.append('-');
      }
    }
    return best < 0 ? NOTHING : Rule.found(at, best);
  }

  private static boolean isNumber(String text, int at, String shape) {
    if (text.charAt(at) == '+') {
      int digits = digits(shape);
      return text.charAt(at + 1) != '0' && digits >= 8 && digits <= 15;
    }
    return shape.equals("ddd-ddd-dddd")
        || shape.equals("d-ddd-ddd-dddd")
        || (startsWithZero(text, at) && isNational(shape));
  }

  /** Dates have fewer digits before their first gap. */
  private static boolean isNational(String shape) {
    int first = shape.indexOf('-');
    int digits = digits(shape);
    return shape.equals("dd-dd-dd-dd-dd")
        || (first >= 3
            && first <= 6
            && digits >= 9
            && digits <= 12
            && shape.length() - digits <= 3);
  }

  private static int digits(String shape) {
    return (int) shape.chars().filter(c -> c == 'd').count();
  }

  private static boolean startsWithZero(String text, int at) {
    return text.charAt(at) == '0' || text.startsWith("(0", at);
  }

  private static boolean continues(String text, int i, int at) {
    char c = text.charAt(i);
    if (Chars.isDigit(c)) {
      return true;
    }
    if (i == at) {
      return c == '+' || c == '(';
    }
    char before = text.charAt(i - 1);
    return switch (c) {
      case '(' -> before == ' ' || before == '+' || Chars.isDigit(before);
      case ')' -> Chars.isDigit(before);
      case ' ', '-', '.', '/' -> Chars.isDigit(before) || before == ')';
      default -> false;
    };
  }

  private static boolean ends(String text, int end) {
    if (end == text.length()) {
      return true;
    }
    char c = text.charAt(end);
    boolean hyphen = c == '-' && end + 1 < text.length();
    return !Chars.isAlphanumeric(c)
        && c != '_'
        && !(hyphen && Character.isLetter(text.charAt(end + 1)));
  }

  private static boolean isPart(char c) {
    return Chars.isToken(c) || c == '.' || c == '+' || c == '/' || c == '#';
  }
}
