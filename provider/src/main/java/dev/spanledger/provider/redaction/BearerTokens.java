// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

/** {@code Bearer} and what follows it, where that is no word. */
record BearerTokens() implements Rule {
  private static final String BEARER = "bearer";
  private static final int SHORTEST = 8;
  private static final int MOST_SPACES = 4;

  @Override
  public String label() {
    return "bearer_token";
  }

  @Override
  public String triggers() {
    return "bB";
  }

  @Override
  public String seconds() {
    return "eE";
  }

  @Override
  public long find(String text, int at, int from) {
    if (!text.regionMatches(true, at, BEARER, 0, BEARER.length())
        || !Chars.beginsWord(text, at, from)) {
      return NOTHING;
    }
    int gap = at + BEARER.length();
    int start = Chars.skipSpaces(text, gap, MOST_SPACES);
    int end = start;
    while (end < text.length() && Chars.isToken68(text.charAt(end))) {
      end++;
    }
    return start > gap && end - start >= SHORTEST && Chars.looksRandom(text, start, end)
        ? Rule.found(start, end)
        : NOTHING;
  }
}
