// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

/** The password in {@code postgres://user:password@host}. */
record UrlPasswords() implements Rule {
  private static final String AUTHORITY = "://";

  @Override
  public String label() {
    return "password";
  }

  @Override
  public String triggers() {
    return ":";
  }

  @Override
  public long find(String text, int at, int from) {
    if (!text.startsWith(AUTHORITY, at)) {
      return NOTHING;
    }
    int colon = -1;
    for (int i = at + AUTHORITY.length(); i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '@') {
        return colon < 0 || i == colon + 1 ? NOTHING : Rule.found(colon + 1, i);
      } else if (c == ':' && colon < 0) {
        colon = i;
      } else if (c == '/' || c <= ' ' || Chars.isQuote(c) || c == '[' || c == '<') {
        return NOTHING;
      }
    }
    return NOTHING;
  }
}
