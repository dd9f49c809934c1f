// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

/** Counts tokens the rough way: four characters make one. */
final class Tokens {
  static final int CHARS = 4;

  private Tokens() {}

  static int inChars(int chars) {
    return (chars + CHARS - 1) / CHARS;
  }

  static int in(String text) {
    return inChars(text.length());
  }
}
