// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

/**
 * {@code password=hunter2}, {@code "api_key": "…"}, {@code ?token=…} in texts that are no JSON, or
 * no longer. Code and prose say such words, too: a value without quotes must not look like a word,
 * a name or a call.
 */
record Assignments() implements Rule {
  private static final Names NAMES = new Names(Names.CREDENTIALS, Names.CREDENTIAL_ENDINGS);
  private static final int LONGEST_NAME = 48;
  private static final int MOST_BETWEEN = 4;
  private static final int SHORTEST = 4;
  private static final int LOOK = 64;
  private static final String NO_VALUE = "[{(<$*%";

  @Override
  public String label() {
    return "secret";
  }

  @Override
  public String triggers() {
    return ":=";
  }

  @Override
  public long find(String text, int at, int from) {
    int nameEnd = at;
    while (nameEnd > from && at - nameEnd < MOST_BETWEEN && isBetween(text.charAt(nameEnd - 1))) {
      nameEnd--;
    }
    int name = nameEnd;
    while (name > from && nameEnd - name < LONGEST_NAME && isName(text.charAt(name - 1))) {
      name--;
    }
    if (name == nameEnd || NAMES.label(text.substring(name, nameEnd)) == null) {
      return NOTHING;
    }
    return value(text, at + 1);
  }

  private static long value(String text, int afterSign) {
    int start = afterSign;
    while (start < text.length()
        && start - afterSign < MOST_BETWEEN
        && isBetween(text.charAt(start))) {
      start++;
    }
    if (start == text.length() || NO_VALUE.indexOf(text.charAt(start)) >= 0) {
      return NOTHING;
    }
    char before = text.charAt(start - 1);
    return Chars.isQuote(before) ? quoted(text, start, before) : bare(text, start);
  }

  private static long quoted(String text, int start, char quote) {
    int end = start;
    while (end < text.length() && text.charAt(end) != quote && !ends(text.charAt(end))) {
      end++;
    }
    return end - start >= SHORTEST ? Rule.found(start, end) : NOTHING;
  }

  private static long bare(String text, int start) {
    int first = endOfValue(text, start, start + LOOK);
    if (first - start < SHORTEST || !Chars.looksSecret(text, start, first) || calls(text, first)) {
      return NOTHING;
    }
    return Rule.found(start, endOfValue(text, first, text.length()));
  }

  private static boolean calls(String text, int end) {
    return end < text.length() && (text.charAt(end) == '(' || text.charAt(end) == '[');
  }

  private static int endOfValue(String text, int start, int last) {
    int end = start;
    while (end < Math.min(last, text.length()) && !endsValue(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean endsValue(char c) {
    return c <= ' ' || Chars.isQuote(c) || ",;&()[]{}<>\\".indexOf(c) >= 0;
  }

  private static boolean ends(char c) {
    return Chars.isLineEnd(c) || c == '\\';
  }

  private static boolean isBetween(char c) {
    return Chars.isSpace(c) || Chars.isQuote(c) || c == '\\';
  }

  private static boolean isName(char c) {
    return Chars.isToken(c) || c == '.';
  }
}
