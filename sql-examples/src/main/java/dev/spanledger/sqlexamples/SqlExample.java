// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/**
 * One question with its query in each dialect. Immutable.
 *
 * <p>A query is one statement without parameters, for the last days of the database's own clock. It
 * gives the same columns in the same order in every dialect, and reads only.
 */
public final class SqlExample {
  private final String group;
  private final String folder;
  private final String title;
  private final String why;

  SqlExample(String group, String folder) {
    this.group = group;
    this.folder = folder;
    String readme = Resource.read(folder + "/README.md");
    this.title = readme.substring("# ".length(), readme.indexOf('\n'));
    this.why = readme.split("\n\n", -1)[1].replace('\n', ' ');
  }

  /** What to call it by, such as {@code cost-by-model}: its folder without the number. */
  public String name() {
    return folder.substring(folder.indexOf('-') + 1);
  }

  /**
   * The kind of question: {@code latency}, {@code cost}, {@code errors}, {@code behaviour} or
   * {@code quality}, which is about the data itself.
   */
  public String group() {
    return group;
  }

  /** The question, one sentence. */
  public String title() {
    return title;
  }

  /** Why one asks, a few sentences of plain text. */
  public String why() {
    return why;
  }

  /** The query as its file has it, comments and closing semicolon included. */
  public String sql(Dialect dialect) {
    return Resource.read(folder + "/" + dialect.fileName());
  }

  /** Its folder under {@code questions/}, such as {@code 07-cost-by-model}. */
  String folder() {
    return folder;
  }

  @Override
  public String toString() {
    return name();
  }

  /** The database that a query is written for. */
  public enum Dialect {
    /** PostgreSQL 14 or later. */
    POSTGRESQL,
    /** SQLite 3.38 or later. */
    SQLITE;

    /**
     * The dialect of the database behind the connection, told by the name that its driver reports.
     *
     * @throws IllegalArgumentException where the database is neither PostgreSQL nor SQLite
     * @throws SQLException where the driver cannot say
     */
    public static Dialect of(Connection connection) throws SQLException {
      String product = connection.getMetaData().getDatabaseProductName();
      return switch (product) {
        case "PostgreSQL" -> POSTGRESQL;
        case "SQLite" -> SQLITE;
        default ->
            throw new IllegalArgumentException(
                "the SQL examples are written for PostgreSQL and SQLite, not for " + product);
      };
    }

    private String fileName() {
      return name().toLowerCase(Locale.ROOT) + ".sql";
    }
  }
}
