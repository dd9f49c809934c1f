// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be said in a log or a health report of a failure of the database. Databases quote the
 * values of rows in their messages, so a message is kept only where its code says that it can hold
 * none, and never more than its first line.
 *
 * @param code SQLSTATE, or SQLite's name of its code such as {@code SQLITE_BUSY}; empty if there is
 *     none
 * @param type name of the exception's class
 * @param message empty where it could quote a value
 * @param remedy what somebody has to do; empty unless the failure is {@link SqlFailure#SETUP}
 */
public record FailureSummary(String code, String type, String message, String remedy) {

  /** Classes of SQLSTATE about connections, transactions and servers, never about values. */
  private static final Set<String> ABOUT_THE_SERVER =
      Set.of("08", "25", "28", "3D", "40", "53", "55", "57", "58");

  private static final String NO_PRIVILEGE = "42501";
  private static final String NO_TABLE = "42P01";
  private static final String NO_COLUMN = "42703";

  /** These name tables and columns only. */
  private static final Set<String> ABOUT_NAMES = Set.of(NO_PRIVILEGE, NO_TABLE, NO_COLUMN);

  private static final Pattern SQLITE_CODE = Pattern.compile("^\\[(SQLITE_[A-Z_]+)]");
  private static final Pattern SQLITE_ABOUT_THE_FILE =
      Pattern.compile(
          "SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|READONLY|CORRUPT|NOTADB|PERM|AUTH|NOMEM).*");

  private static final String CLOSED_POOL = "the connection pool is closed";

  /** Never throws. */
  public static FailureSummary of(Throwable failure) {
    SQLException sql = SqlFailure.sqlException(failure);
    String code = sql == null ? "" : code(sql);
    Throwable told = sql == null ? failure : sql;
    return new FailureSummary(
        code, told.getClass().getName(), message(told, code), remedy(failure, code));
  }

  /** Code, class and message, as far as there are any. */
  public String line() {
    String named = code.isEmpty() ? type : code + " " + type;
    return message.isEmpty() ? named : named + ": " + message;
  }

  private static String code(SQLException failure) {
    for (SQLException sql = failure; sql != null; sql = nextSql(sql)) {
      String state = sql.getSQLState();
      if (state != null && !state.isEmpty()) {
        return state;
      }
    }
    Matcher sqlite = SQLITE_CODE.matcher(String.valueOf(failure.getMessage()));
    return sqlite.find() ? sqlite.group(1) : "";
  }

  private static @Nullable SQLException nextSql(SQLException sql) {
    Throwable cause = sql.getCause();
    return cause == null || cause == sql ? null : SqlFailure.sqlException(cause);
  }

  private static String message(Throwable failure, String code) {
    if (SqlFailure.of(failure) == SqlFailure.GONE) {
      return CLOSED_POOL; // Some pools say all of their settings.
    }
    boolean harmless =
        ABOUT_NAMES.contains(code)
            || ABOUT_THE_SERVER.contains(code.substring(0, Math.min(2, code.length())))
            || SQLITE_ABOUT_THE_FILE.matcher(code).matches()
            || failure instanceof SQLTransientConnectionException
            || failure instanceof SQLNonTransientConnectionException;
    return harmless ? firstLine(failure) : "";
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static String remedy(Throwable failure, String code) {
    if (failure instanceof TraceSchemaException) {
      return String.valueOf(failure.getMessage()); // Ours: it says what to do.
    }
    return SqlFailure.of(failure) == SqlFailure.SETUP ? remedy(code) : "";
  }

  private static String remedy(String code) {
    return switch (code) {
      case NO_PRIVILEGE ->
          "GRANT the role what Spanledger needs; its README lists it under \"Who creates the tables\"";
      case NO_TABLE, NO_COLUMN, "3F000", "42883" ->
          "apply the scripts of TraceSchema.script(…), or set spanledger.schema.mode to CREATE and restart";
      case "3D000" -> "create the database, or correct the JDBC URL";
      case "SQLITE_CORRUPT", "SQLITE_NOTADB" ->
          "move the damaged file away or restore it; a new one is created at the next start";
      case "SQLITE_PERM", "SQLITE_READONLY", "SQLITE_AUTH" ->
          "make the database file and its directory writable";
      default ->
          code.startsWith("28")
              ? "correct the user, the password or pg_hba.conf"
              : "look at the database's own log; writing goes on by itself once it is put right";
    };
  }
}
