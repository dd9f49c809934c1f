// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** What to look for in a trace. Immutable; each method answers a changed copy. */
public final class TextSearch {
  private static final int DEFAULT_LIMIT = 200;
  private static final int MOST = 10_000;
  private static final int ANY_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private final Pattern pattern;
  private final int limit;

  /** The texts one of which is looked for; empty where it is no text but a pattern. */
  private final List<String> texts;

  private TextSearch(Pattern pattern, int limit, List<String> texts) {
    this.pattern = pattern;
    this.limit = limit;
    this.texts = texts;
  }

  /** A text as it is, in JSON too, letters in any case; 200 matches. */
  public static TextSearch text(String text) {
    String inJson = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    List<String> texts = inJson.equals(text) ? List.of(text) : List.of(text, inJson);
    String regex = texts.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return new TextSearch(Pattern.compile(regex, ANY_CASE), DEFAULT_LIMIT, texts);
  }

  /**
   * A regular expression of Java's, letters in any case; 200 matches.
   *
   * @throws IllegalArgumentException where it is none; the message says where it is wrong
   */
  public static TextSearch regex(String regex) {
    try {
      return new TextSearch(Pattern.compile(regex, ANY_CASE), DEFAULT_LIMIT, List.of());
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a regular expression: " + e.getMessage(), e);
    }
  }

  /** The same, but letters in their own case. */
  public TextSearch caseSensitive() {
    return new TextSearch(Pattern.compile(pattern.pattern()), limit, texts);
  }

  /** How many matches are answered, from 1 to 10,000; all are counted. */
  public TextSearch limit(int matches) {
    if (matches < 1 || matches > MOST) {
      throw new IllegalArgumentException("limit must be from 1 to 10000, but is " + matches);
    }
    return new TextSearch(pattern, matches, texts);
  }

  Pattern pattern() {
    return pattern;
  }

  int limit() {
    return limit;
  }

  /**
   * Patterns of LIKE, one of which any text meets that has a match in it; empty where the database
   * cannot tell: SQLite knows no other case of letters beyond ASCII.
   */
  List<String> patterns() {
    boolean ascii = texts.stream().allMatch(text -> text.chars().allMatch(c -> c < 128));
    return ascii ? texts.stream().map(Like::containing).toList() : List.of();
  }
}
