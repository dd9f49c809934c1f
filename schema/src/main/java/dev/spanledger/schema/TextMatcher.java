// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds a pattern in texts, and gives up where all of it takes too long: a pattern may go back and
 * forth for ever.
 */
final class TextMatcher {
  private static final long MOST_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int BEFORE = 40;
  private static final int AROUND = 120;

  private final Pattern pattern;
  private final LongSupplier nanoTime;
  private final long deadline;

  /** Where a match is, and the text around it. */
  record Place(int at, String around) {}

  /** The search is to be broken off. */
  static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLong() {
      super("the search took too long, or the pattern too much", null, false, false);
    }
  }

  TextMatcher(Pattern pattern, LongSupplier nanoTime) {
    this.pattern = pattern;
    this.nanoTime = nanoTime;
    this.deadline = nanoTime.getAsLong() + MOST_NANOS;
  }

  /** The first place; null where there is none. */
  @Nullable Place find(String text) {
    checkTime();
    Matcher matcher = pattern.matcher(new Watched(text));
    if (!finds(matcher)) {
      return null;
    }
    int from = Math.max(0, matcher.start() - BEFORE);
    int to = Math.min(text.length(), from + AROUND);
    return new Place(matcher.start(), text.substring(whole(text, from), whole(text, to)));
  }

  /** A choice that is repeated takes a part of the stack for each repetition. */
  private static boolean finds(Matcher matcher) {
    try {
      return matcher.find();
    } catch (StackOverflowError e) {
      throw new TooLong();
    }
  }

  /** No half of a pair is left over. */
  private static int whole(String text, int at) {
    return at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at + 1 : at;
  }

  private void checkTime() {
    if (nanoTime.getAsLong() > deadline) {
      throw new TooLong();
    }
  }

  /** A text that looks at the clock now and then while a pattern reads it. */
  private final class Watched implements CharSequence {
    private static final int EVERY = 1 << 16;

    private final String text;
    private int reads;

    Watched(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++reads % EVERY == 0) {
        checkTime();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
