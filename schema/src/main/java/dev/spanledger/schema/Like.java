// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/**
 * Patterns of LIKE with {@code !} for an escape character: a backslash is read in too many ways.
 */
final class Like {
  private Like() {}

  /** Whatever has the text in it. */
  static String containing(String text) {
    return "%" + escaped(text) + "%";
  }

  /** Whatever begins with the text. */
  static String beginning(String text) {
    return escaped(text) + "%";
  }

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }
}
