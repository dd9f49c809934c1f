// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

/**
 * Text that a regex may look at so many times only: one that backtracks without end must not keep
 * the worker from writing.
 */
final class BoundedText implements CharSequence {
  private static final int MOST_LOOKS = 200_000;

  private final CharSequence text;
  private final int[] looks;

  BoundedText(CharSequence text) {
    this(text, new int[1]);
  }

  private BoundedText(CharSequence text, int[] looks) {
    this.text = text;
    this.looks = looks;
  }

  /** The regex looked too often. */
  static final class TooSlowException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public char charAt(int index) {
    looks[0]++;
    if (looks[0] > MOST_LOOKS) {
      throw new TooSlowException();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new BoundedText(text.subSequence(start, end), looks);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
