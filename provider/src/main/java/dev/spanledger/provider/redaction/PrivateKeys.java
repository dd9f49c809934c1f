// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

/** PEM blocks, also those that were cut, or whose line ends are escaped. */
record PrivateKeys() implements Rule {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String KEY = "PRIVATE KEY";
  private static final String DASHES = "-----";
  private static final int LONGEST_TITLE = 48;

  @Override
  public String label() {
    return "private_key";
  }

  @Override
  public String triggers() {
    return "-";
  }

  @Override
  public String seconds() {
    return "-";
  }

  @Override
  public long find(String text, int at, int from) {
    if (!text.startsWith(BEGIN, at)) {
      return NOTHING;
    }
    int title = at + BEGIN.length();
    int last = Math.min(text.length(), title + LONGEST_TITLE);
    int dashes = text.substring(title, last).indexOf(DASHES);
    if (dashes < 0 || !text.substring(title, title + dashes).contains(KEY)) {
      return NOTHING;
    }
    return Rule.found(at, end(text, title + dashes + DASHES.length()));
  }

  /** Whatever a block can hold; its last line belongs to it. */
  private static int end(String text, int body) {
    int end = body;
    while (end < text.length() && isPem(text.charAt(end))) {
      if (text.startsWith(END, end)) {
        return endOfLine(text, end + END.length());
      }
      end++;
    }
    return end;
  }

  private static int endOfLine(String text, int from) {
    int last = Math.min(text.length(), from + LONGEST_TITLE);
    int dashes = text.substring(from, last).indexOf(DASHES);
    return dashes < 0 ? last : from + dashes + DASHES.length();
  }

  private static boolean isPem(char c) {
    return Chars.isToken68(c)
        || Chars.isSpace(c)
        || Chars.isLineEnd(c)
        || c == '\\'
        || c == ':'
        || c == ',';
  }
}
