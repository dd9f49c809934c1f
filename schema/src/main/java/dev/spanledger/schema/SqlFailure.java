// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What kind of trouble an exception from the database means, by SQLSTATE (PostgreSQL) or result
 * code (SQLite).
 */
public enum SqlFailure {
  /** The connection, the server or a lock: the same write can succeed later. */
  TRANSIENT,
  /** The server ended a statement that took too long: a smaller batch can succeed. */
  TIMEOUT,
  /** A row: the same write without it can succeed. */
  ROW,
  /** The database is not set up for us: nothing succeeds until somebody acts. */
  SETUP,
  /** The connection pool was closed: nothing succeeds unless somebody opens it again. */
  GONE;

  private static final String QUERY_CANCELED = "57014";
  private static final String READ_ONLY = "25006";
  private static final String NOT_ALLOWED = "42501";

  /**
   * The server was demoted, and another connection may lead to the one that took over; or a
   * transaction pooler has mixed up what the driver has prepared.
   */
  private static final Set<String> SPENT_SESSION = Set.of(READ_ONLY, "26000", "42P05");

  /** lock_not_available, deadlock_detected. */
  private static final Set<String> LOCKED = Set.of("55P03", "40P01");

  /** Actions of triggers, changes they may not make, and failures of routines in any language. */
  private static final List<String> OF_TRIGGERS = List.of("09", "27", "2F", "38", "39", "44", "P0");

  /**
   * Pools have no SQLSTATE for it, but say it much alike: HikariCP, Tomcat's, DBCP, c3p0, Agroal,
   * Druid.
   */
  private static final Pattern CLOSED_POOL =
      Pattern.compile("(data ?source|pool)\\b.*\\b(closed|shut ?down)\\b", Pattern.DOTALL);

  /** Causes may form a circle. */
  private static final int MAX_CAUSES = 20;

  private static final int SQLITE_CONSTRAINT = 19;
  private static final int SQLITE_TOOBIG = 18;
  private static final int SQLITE_MISMATCH = 20;
  private static final int SQLITE_ERROR = 1;
  private static final int SQLITE_PERM = 3;
  private static final int SQLITE_BUSY = 5;
  private static final int SQLITE_READONLY = 8;
  private static final int SQLITE_INTERRUPT = 9;
  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_AUTH = 23;
  static final int SQLITE_NOTADB = 26;
  static final int SQLITE_CANTOPEN = 14;

  /**
   * Looks at the exception and its causes; what is not from a database is taken for transient.
   * Never throws.
   */
  public static SqlFailure of(Throwable failure) {
    if (failure instanceof TraceSchemaException) {
      return SETUP;
    }
    SQLException sql = sqlException(failure);
    if (sql == null) {
      return TRANSIENT;
    }
    String state = sql.getSQLState();
    if (state != null) {
      return ofState(state, sql);
    }
    return isOfClosedPool(sql) ? GONE : ofSqlite(sql);
  }

  /** Somebody has broken the statement off, or the server has, which took too long. */
  static boolean isCanceled(SQLException failure) {
    boolean sqlite = failure.getSQLState() == null;
    return sqlite
        ? failure.getErrorCode() == SQLITE_INTERRUPT
        : QUERY_CANCELED.equals(failure.getSQLState());
  }

  /** Whether the role lacks a right, by the exception or one of its causes. */
  public static boolean isNotAllowed(Throwable failure) {
    SQLException sql = sqlException(failure);
    return sql != null && NOT_ALLOWED.equals(sql.getSQLState());
  }

  /** The server or the file takes no writes at all. */
  static boolean isReadOnly(SQLException failure) {
    boolean sqlite = failure.getSQLState() == null;
    return sqlite
        ? failure.getErrorCode() == SQLITE_READONLY
        : READ_ONLY.equals(failure.getSQLState());
  }

  /** Another session may do better than this one, which stays as it is. */
  static boolean isOfTheSession(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && SPENT_SESSION.contains(state);
  }

  /** Another writer has the SQLite file. */
  static boolean isBusy(SQLException failure) {
    return failure.getSQLState() == null && failure.getErrorCode() == SQLITE_BUSY;
  }

  /** Another has what was to be locked; the same transaction can succeed soon. */
  static boolean isOfALock(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? isBusy(failure) : LOCKED.contains(state);
  }

  /** To be thrown where what was locked was not all that should have been. */
  static SQLException ofALock(String message) {
    return new SQLException(message, "55P03");
  }

  static boolean isOfTheConnection(Throwable failure) {
    return failure instanceof SQLException sql
        && String.valueOf(sql.getSQLState()).startsWith("08");
  }

  /** No partition takes the row: it is not the row's fault. */
  static boolean isMissingPartition(SQLException failure) {
    return "23514".equals(failure.getSQLState()) && message(failure).contains("no partition");
  }

  /** SQLSTATE, or SQLite's name of its code, and message. */
  static String describe(Throwable failure) {
    SQLException sql = sqlException(failure);
    String state = sql == null ? null : sql.getSQLState();
    return state == null ? failure.toString() : state + ": " + failure.getMessage();
  }

  private static SqlFailure ofState(String state, SQLException failure) {
    if (isStalePlan(state, failure)) {
      return TRANSIENT;
    }
    if (isMissingPartition(failure)) {
      return SETUP;
    }
    if (state.equals(QUERY_CANCELED)) {
      return TIMEOUT;
    }
    return switch (state.substring(0, Math.min(2, state.length()))) {
      case "21", "22", "23", "54" -> ROW;
      case "0A", "28", "3D", "3F", "42", "XX" -> SETUP;
      default -> isOfTrigger(state) ? ROW : TRANSIENT;
    };
  }

  /**
   * What the code of a trigger raised, P0001 unless it says another, or what it did that it may
   * not. Classes from I on are nobody's but that code's: neither the standard nor PostgreSQL has
   * any but P0 and XX.
   */
  private static boolean isOfTrigger(String state) {
    return OF_TRIGGERS.stream().anyMatch(state::startsWith)
        || (state.length() == 5 && state.charAt(0) >= 'I');
  }

  /**
   * A connection's prepared statement that no longer fits the tables, or that a transaction pooler
   * gave to another: the next connection, or the next preparation, does not have it.
   */
  private static boolean isStalePlan(String state, SQLException failure) {
    return state.equals("42P05")
        || (state.equals("0A000") && message(failure).contains("cached plan"));
  }

  private static boolean isOfClosedPool(SQLException failure) {
    return failure.getErrorCode() == 0 && CLOSED_POOL.matcher(message(failure)).find();
  }

  private static SqlFailure ofSqlite(SQLException failure) {
    return switch (failure.getErrorCode()) {
      case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH -> ROW;
      case SQLITE_ERROR, SQLITE_PERM, SQLITE_READONLY, SQLITE_CORRUPT, SQLITE_AUTH, SQLITE_NOTADB ->
          SETUP;
      default -> TRANSIENT;
    };
  }

  private static String message(SQLException failure) {
    return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
  }

  /** The first among the causes; null where there is none. */
  static @Nullable SQLException sqlException(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
      cause = cause.getCause();
    }
    return null;
  }
}
