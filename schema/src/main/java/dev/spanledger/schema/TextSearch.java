// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What to look for in a trace. Immutable.
 *
 * @param pattern what matches
 * @param limit how many matches are answered, from 1 to 10,000; they are counted beyond it
 */
public record TextSearch(Pattern pattern, int limit) {
  private static final int DEFAULT_LIMIT = 200;
  private static final int MOST = 10_000;

  public TextSearch {
    Objects.requireNonNull(pattern, "pattern");
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit must be from 1 to 10000, but is " + limit);
    }
  }

  /** A text as it is, in JSON too, letters in any case; 200 matches. */
  public static TextSearch text(String text) {
    String inJson = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    String regex = Pattern.quote(text);
    return regex(inJson.equals(text) ? regex : regex + "|" + Pattern.quote(inJson));
  }

  /**
   * A regular expression of Java's, letters in any case; 200 matches.
   *
   * @throws IllegalArgumentException where it is none; the message says where it is wrong
   */
  public static TextSearch regex(String regex) {
    try {
      return new TextSearch(
          Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE), DEFAULT_LIMIT);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a regular expression: " + e.getMessage(), e);
    }
  }

  /** The same, but letters in their own case. */
  public TextSearch caseSensitive() {
    int flags = pattern.flags() & ~(Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    return new TextSearch(Pattern.compile(pattern.pattern(), flags), limit);
  }

  /** The same with another limit. */
  public TextSearch limit(int matches) {
    return new TextSearch(pattern, matches);
  }
}
