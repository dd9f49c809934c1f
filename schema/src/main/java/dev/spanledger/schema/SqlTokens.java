// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a statement into pieces as its database would: what is in a comment or a text is no keyword,
 * and what stands after one is not hidden by it. What it cannot be sure of, it refuses.
 */
final class SqlTokens {
  private final String sql;
  private final boolean postgres;
  private final List<SqlToken> tokens = new ArrayList<>();
  private int at;

  /** How many tokens there were after the last text with escapes. */
  private int escapedText;

  private SqlTokens(String sql, SqlDialect dialect) {
    this.sql = sql;
    this.postgres = dialect == SqlDialect.POSTGRESQL;
  }

  /**
   * Without comments.
   *
   * @throws SqlRefusedException where a text or a comment has no end, and for notations that hide
   *     what they name
   */
  static List<SqlToken> of(String sql, SqlDialect dialect) {
    if (sql.indexOf(0) >= 0) {
      throw new SqlRefusedException("there is a NUL character in the query: take it out");
    }
    SqlTokens cutter = new SqlTokens(sql, dialect);
    while (cutter.at < sql.length()) {
      cutter.next();
    }
    return cutter.tokens;
  }

  private void next() {
    char c = sql.charAt(at);
    if (" \t\n\r\f\u000b".indexOf(c) >= 0) {
      at++;
    } else if (sql.startsWith("--", at)) {
      skipLine();
    } else if (sql.startsWith("/*", at)) {
      skipComment();
    } else if (c == '\'') {
      refuseAfterEscapes();
      add(SqlToken.Type.TEXT, quoted('\'', false));
    } else if (c == '"' || (!postgres && c == '`')) {
      add(SqlToken.Type.NAME, quoted(c, false));
    } else if (!postgres && c == '[') {
      add(SqlToken.Type.NAME, bracketed());
    } else if (postgres && c == '$' && dollarTag() != null) {
      dollarQuoted();
    } else if (isWordStart(c)) {
      word();
    } else if (isDigit(c)) {
      number();
    } else {
      add(SqlToken.Type.SYMBOL, String.valueOf(c));
      at++;
    }
  }

  /** PostgreSQL goes on with the text before, and with its escapes, after the end of a line. */
  private void refuseAfterEscapes() {
    if (escapedText == tokens.size() && escapedText > 0) {
      throw new SqlRefusedException(
          "a text follows an E'...' directly: join them with ||, or write one");
    }
  }

  /** In PostgreSQL a carriage return ends it as well. */
  private void skipLine() {
    while (at < sql.length() && sql.charAt(at) != '\n') {
      if (sql.charAt(at) == '\r' && !sql.startsWith("\r\n", at)) {
        throw new SqlRefusedException(
            "a comment contains a carriage return, which databases take differently: end lines with a line feed, or take the comment out");
      }
      at++;
    }
  }

  /** PostgreSQL's are nested, SQLite's are not. */
  private void skipComment() {
    int depth = 0;
    do {
      if (sql.startsWith("/*", at) && (postgres || depth == 0)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else if (at < sql.length()) {
        at++;
      } else {
        throw new SqlRefusedException("a comment has no end: add */");
      }
    } while (depth > 0);
  }

  private String quoted(char quote, boolean escapes) {
    StringBuilder text = new StringBuilder();
    for (int i = at + 1; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (escapes && c == '\\') {
        i++;
      } else if (c != quote) {
        text.append(c);
      } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
        text.append(quote);
        i++;
      } else {
        at = i + 1;
        return text.toString();
      }
    }
    throw new SqlRefusedException("a quote has no end: add " + quote);
  }

  private String bracketed() {
    int end = sql.indexOf(']', at);
    if (end < 0) {
      throw new SqlRefusedException("a bracket has no end: add ]");
    }
    String name = sql.substring(at + 1, end);
    at = end + 1;
    return name;
  }

  /** {@code $tag$}; null where the dollar begins none. */
  private @Nullable String dollarTag() {
    int end = at + 1;
    while (end < sql.length() && isWordPart(sql.charAt(end)) && sql.charAt(end) != '$') {
      end++;
    }
    boolean tag = end < sql.length() && sql.charAt(end) == '$';
    return tag && !(end > at + 1 && isDigit(sql.charAt(at + 1)))
        ? sql.substring(at, end + 1)
        : null;
  }

  private void dollarQuoted() {
    String tag = String.valueOf(dollarTag());
    int end = sql.indexOf(tag, at + tag.length());
    if (end < 0) {
      throw new SqlRefusedException("a text has no end: add " + tag);
    }
    add(SqlToken.Type.TEXT, "");
    at = end + tag.length();
  }

  private void word() {
    int start = at;
    while (at < sql.length() && isWordPart(sql.charAt(at))) {
      at++;
    }
    String word = sql.substring(start, at);
    char next = at < sql.length() ? sql.charAt(at) : ' ';
    if (postgres && word.equalsIgnoreCase("U") && next == '&') {
      throw new SqlRefusedException("U& is not allowed here: write the characters themselves");
    }
    if (postgres && word.equalsIgnoreCase("E") && next == '\'') {
      add(SqlToken.Type.TEXT, quoted('\'', true));
      escapedText = tokens.size();
    } else {
      tokens.add(SqlToken.word(word));
    }
  }

  private void number() {
    int start = at;
    while (at < sql.length() && (isWordPart(sql.charAt(at)) || sql.charAt(at) == '.')) {
      at++;
    }
    add(SqlToken.Type.NUMBER, sql.substring(start, at));
  }

  private void add(SqlToken.Type type, String text) {
    tokens.add(new SqlToken(type, text));
  }

  private static boolean isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c) || c == '$';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
