// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import java.util.Locale;

/** A line of HTTP: {@code Authorization: Basic …}, {@code Cookie: a=b}. The rest of it goes. */
record Headers() implements Rule {
  private static final int MOST_SPACES = 4;
  private static final int LOOK = 512;

  @Override
  public String label() {
    return "authorization";
  }

  @Override
  public String triggers() {
    return ":";
  }

  @Override
  public long find(String text, int at, int from) {
    boolean cookie = endsWith(text, at, from, "cookie");
    if (!cookie && !endsWith(text, at, from, "authorization")) {
      return NOTHING;
    }
    int start = Chars.skipSpaces(text, at + 1, MOST_SPACES);
    boolean stands = cookie ? isCookie(text, start) : isCredential(text, start);
    return stands ? Rule.found(start, endOfHeader(text, start)) : NOTHING;
  }

  private static boolean endsWith(String text, int at, int from, String name) {
    int start = at - name.length();
    return start >= from
        && text.substring(start, at).toLowerCase(Locale.ROOT).equals(name)
        && (start == from || !Chars.isAlphanumeric(text.charAt(start - 1)));
  }

  private static boolean isCookie(String text, int start) {
    int name = Chars.endOfToken(text, start);
    return name > start && name < text.length() && name - start < LOOK && text.charAt(name) == '=';
  }

  /** A scheme and something that is no word, or such a thing alone. */
  private static boolean isCredential(String text, int start) {
    int scheme = end(text, start);
    if (Chars.looksSecret(text, start, scheme) && scheme - start > 3) {
      return true;
    }
    int credential = Chars.skipSpaces(text, scheme, MOST_SPACES);
    return credential > scheme
        && Chars.looksRandom(text, credential, end(text, credential))
        && isScheme(text, start, scheme);
  }

  private static boolean isScheme(String text, int start, int end) {
    String scheme = text.substring(start, end).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "basic", "bearer", "digest", "token", "apikey", "negotiate", "ntlm", "key" -> true;
      default -> false;
    };
  }

  private static int end(String text, int start) {
    int end = start;
    while (end < text.length() && end - start < LOOK && Chars.isToken68(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int endOfHeader(String text, int start) {
    int end = start;
    while (end < text.length() && !ends(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean ends(char c) {
    return Chars.isLineEnd(c) || Chars.isQuote(c) || c == '\\';
  }
}
