// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Lets through one statement that reads, made of functions that only work out a value. The database
 * is told to read only as well; this is for what that does not stop: files, locks, waiting, other
 * servers, settings, a second statement.
 */
final class SqlGuard {
  private static final Set<String> READING = Set.of("select", "with", "values");
  private static final Set<String> WRITING = Set.of("insert", "update", "delete", "merge", "into");
  private static final Set<String> OF_EXPLAIN =
      Set.of("explain", "analyze", "verbose", "query", "plan");

  /** How far the query in a pair of parentheses has come. */
  private enum Stage {
    BEGUN,
    IN_WITH,
    IN_QUERY
  }

  private final SqlDialect dialect;
  private final List<SqlToken> tokens;
  private final Deque<Stage> stages = new ArrayDeque<>(List.of(Stage.BEGUN));

  private SqlGuard(SqlDialect dialect, List<SqlToken> tokens) {
    this.dialect = dialect;
    this.tokens = tokens;
  }

  /**
   * Answers when the statement may run.
   *
   * @throws SqlRefusedException otherwise
   */
  static void check(String sql, SqlDialect dialect) {
    List<SqlToken> tokens = SqlTokens.of(sql, dialect);
    int end = tokens.size();
    while (end > 0 && tokens.get(end - 1).isSymbol(";")) {
      end--;
    }
    new SqlGuard(dialect, tokens.subList(0, end)).check();
  }

  private void check() {
    requireReading();
    for (int i = 0; i < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      if (token.isSymbol(";")) {
        throw new SqlRefusedException("one query at a time: leave out what follows the semicolon");
      } else if (token.type() == SqlToken.Type.WORD && WRITING.contains(token.text())) {
        throw new SqlRefusedException(
            "%s is not allowed: only queries that read (a name like it goes in double quotes)"
                .formatted(token.text().toUpperCase(Locale.ROOT)));
      } else if (token.isSymbol("(")) {
        open(i);
      } else if (token.isSymbol(")") && stages.size() > 1) {
        stages.pop();
      } else if (token.isName()) {
        checkName(i, token);
      }
    }
  }

  private void requireReading() {
    int first = 0;
    while (first < tokens.size() && isBeforeQuery(first)) {
      first = tokens.get(first).isWord("explain") ? afterOptions(first) : first + 1;
    }
    boolean reading =
        first < tokens.size()
            && tokens.get(first).type() == SqlToken.Type.WORD
            && READING.contains(tokens.get(first).text());
    if (!reading) {
      throw new SqlRefusedException(
          "a query begins with SELECT, WITH, VALUES or EXPLAIN, and nothing else is allowed");
    }
  }

  private boolean isBeforeQuery(int i) {
    SqlToken token = tokens.get(i);
    return token.isSymbol("(")
        || (token.type() == SqlToken.Type.WORD && OF_EXPLAIN.contains(token.text()));
  }

  /** {@code EXPLAIN (ANALYZE, BUFFERS) SELECT}, but also {@code EXPLAIN (SELECT …)}. */
  private int afterOptions(int explain) {
    int i = explain + 1;
    boolean options =
        i + 1 < tokens.size()
            && tokens.get(i).isSymbol("(")
            && !READING.contains(tokens.get(i + 1).text())
            && !tokens.get(i + 1).isSymbol("(");
    while (options && i < tokens.size() && !tokens.get(i).isSymbol(")")) {
      i++;
    }
    return options ? i + 1 : i;
  }

  private void checkName(int i, SqlToken token) {
    advance(token);
    String name = token.text().toLowerCase(Locale.ROOT);
    if (dialect == SqlDialect.POSTGRESQL && !SqlFunctions.mayBeNamed(name)) {
      throw new SqlRefusedException(
          "%s is not to be read here: the tables are agent_traces, agent_spans and those that an empty query lists"
              .formatted(token.text()));
    }
    boolean called = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol("(");
    if (called && !isLanguage(i, token) && !(isOfSystem(i) && mayBeCalled(name))) {
      throw new SqlRefusedException(
          "the function %s is not among those that may be called here; of an alias with columns, write AS before it"
              .formatted(token.text()));
    }
  }

  /** What is in parentheses is a query of its own, and may be the one that a WITH is for. */
  private void open(int i) {
    if (stages.element() == Stage.IN_WITH && !isOfWith(i)) {
      become(Stage.IN_QUERY);
    }
    stages.push(Stage.BEGUN);
  }

  /** {@code a (x)}, {@code AS (}, {@code AS NOT MATERIALIZED (}. */
  private boolean isOfWith(int parenthesis) {
    return isAfter(parenthesis, "as")
        || isAfter(parenthesis, "materialized")
        || isInWith(parenthesis - 1);
  }

  private void advance(SqlToken token) {
    Stage stage = stages.element();
    if (stage == Stage.BEGUN && token.isWord("with")) {
      become(Stage.IN_WITH);
    } else if (token.isWord("select") || token.isWord("values") || token.isWord("table")) {
      become(Stage.IN_QUERY);
    }
  }

  private void become(Stage stage) {
    stages.pop();
    stages.push(stage);
  }

  private boolean mayBeCalled(String name) {
    return SqlFunctions.mayBeCalled(name, dialect);
  }

  /** What stands before a parenthesis and calls nothing. */
  private boolean isLanguage(int i, SqlToken token) {
    boolean keyword = token.type() == SqlToken.Type.WORD && SqlFunctions.isKeyword(token.text());
    return keyword || isAfter(i, "as") || isOfType(i) || isInWith(i);
  }

  /** {@code AS t (a, b)}. */
  private boolean isAfter(int i, String word) {
    return i > 0 && tokens.get(i - 1).isWord(word);
  }

  /** {@code ::numeric(18, 9)}. */
  private boolean isOfType(int i) {
    return i > 1 && tokens.get(i - 1).isSymbol(":") && tokens.get(i - 2).isSymbol(":");
  }

  /**
   * {@code WITH a (x) AS (…), b (y) AS (…)}. Nothing but names may be in the parentheses, and AS
   * must follow: after {@code WITH a AS (…) TABLE a ORDER BY 1,} stands a call.
   */
  private boolean isInWith(int i) {
    return stages.element() == Stage.IN_WITH
        && (isAfter(i, "with") || isAfter(i, "recursive") || tokens.get(i - 1).isSymbol(","))
        && isBeforeColumnsAndAs(i);
  }

  private boolean isBeforeColumnsAndAs(int i) {
    int at = i + 2;
    while (at + 1 < tokens.size() && tokens.get(at).isName() && tokens.get(at + 1).isSymbol(",")) {
      at += 2;
    }
    return at + 2 < tokens.size()
        && tokens.get(at).isName()
        && tokens.get(at + 1).isSymbol(")")
        && tokens.get(at + 2).isWord("as");
  }

  /** A function of a schema is somebody's own, unless the schema is the system's. */
  private boolean isOfSystem(int i) {
    boolean qualified = i > 1 && tokens.get(i - 1).isSymbol(".");
    return !qualified || tokens.get(i - 2).text().equalsIgnoreCase("pg_catalog");
  }
}
