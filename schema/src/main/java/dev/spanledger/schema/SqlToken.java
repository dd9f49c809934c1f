// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.Locale;

/**
 * A piece of a statement.
 *
 * @param text of a word in lower case, of a quoted name what it names, of a symbol its character;
 *     of a text nothing
 */
record SqlToken(Type type, String text) {
  enum Type {
    /** A keyword, or a name without quotes. */
    WORD,
    /** A name in quotes, brackets or backticks. */
    NAME,
    /** A text between quotes or dollars. */
    TEXT,
    NUMBER,
    SYMBOL
  }

  static SqlToken word(String text) {
    return new SqlToken(Type.WORD, text.toLowerCase(Locale.ROOT));
  }

  boolean isWord(String word) {
    return type == Type.WORD && text.equals(word);
  }

  boolean isSymbol(String symbol) {
    return type == Type.SYMBOL && text.equals(symbol);
  }

  /** Whether it can name something. */
  boolean isName() {
    return type == Type.WORD || type == Type.NAME;
  }
}
