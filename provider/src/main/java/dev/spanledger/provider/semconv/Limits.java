// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

/**
 * How much of a span is kept.
 *
 * @param maxChars where longer texts are cut, in characters; at least {@value #SHORTEST}
 * @param maxJson how long the JSON of all attributes, of all events and of all links may be, in
 *     characters: what comes after is left out, and counted
 */
public record Limits(int maxChars, int maxJson) {
  private static final int SHORTEST = 256;

  /** What is left of a span in the worst case. */
  public static final Limits LOWEST = new Limits(SHORTEST, SHORTEST);

  /** Bounds texts only. */
  public static Limits ofTexts(int maxChars) {
    return new Limits(maxChars, Integer.MAX_VALUE);
  }

  /** Half of everything, but not less than the lowest. */
  public Limits halved() {
    return new Limits(Math.max(SHORTEST, maxChars / 2), Math.max(SHORTEST, maxJson / 2));
  }

  /** Whether halving would change nothing. */
  public boolean areLowest() {
    return equals(halved());
  }

  /** The text, cut if it is too long, and saying so. */
  public String text(String text) {
    return Cut.text(text, maxChars);
  }

  /**
   * As {@link #text}, but what is JSON stays JSON: while the span as a whole is small enough, each
   * text in it may be that long.
   */
  public String value(String text) {
    return maxJson == Integer.MAX_VALUE ? Cut.each(maxChars, text) : Cut.to(maxChars, text);
  }
}
