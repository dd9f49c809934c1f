// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

/** What a shell takes for one word. */
final class Shell {
  private Shell() {}

  /** In single quotes where it has to be. */
  static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=@%+,~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
