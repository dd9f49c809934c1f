// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import dev.spanledger.schema.QueryTimeoutException;
import dev.spanledger.schema.SqlFailure;
import dev.spanledger.schema.SqlRefusedException;
import dev.spanledger.schema.TraceSchemaException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in a person's words what an exception means. */
public final class Troubles {
  private static final String NO_TABLE = "42P01";

  private static final String ROLES =
      "What was said is read by the role spanledger_analyst, runs are imported by"
          + " spanledger_writer, and removed by the tables' owner: GRANT one of them"
          + " (docs/roles.md).";

  private Troubles() {}

  /** What a command ended with. */
  public static Trouble of(Throwable failure) {
    if (failure instanceof Trouble trouble) {
      return trouble;
    }
    if (failure instanceof SqlRefusedException refused) {
      return new Trouble(code(refused.reason()), message(refused), null, refused);
    }
    if (failure instanceof QueryTimeoutException) {
      return new Trouble(Code.TIMEOUT, message(failure), null, failure);
    }
    SQLException sql = sqlException(failure);
    if (sql != null && SqlFailure.isNotAllowed(sql)) {
      return new Trouble(
          Code.REFUSED, "this role may not do that: " + firstLine(sql), ROLES, failure);
    }
    if (failure instanceof TraceSchemaException && message(failure).contains("role may not")) {
      return new Trouble(Code.REFUSED, message(failure), ROLES, failure);
    }
    Trouble schema =
        failure instanceof TraceSchemaException tables ? SchemaTroubles.of(tables) : null;
    if (schema != null) {
      return schema;
    }
    if (sql != null && NO_TABLE.equals(sql.getSQLState())) {
      return new Trouble(
          Code.DATABASE,
          firstLine(sql),
          "Is it the right database and --schema-name? Spanledger creates its tables when an application writes to it.",
          failure);
    }
    if (sql != null || failure instanceof TraceSchemaException) {
      return new Trouble(Code.DATABASE, message(failure), null, failure);
    }
    if (failure instanceof IllegalArgumentException) {
      return new Trouble(Code.USAGE, message(failure), null, failure);
    }
    if (failure instanceof IOException file) {
      return new Trouble(Code.REFUSED, said(file), null, failure);
    }
    if (failure instanceof OutOfMemoryError) {
      return new Trouble(
          Code.BUG,
          "there is too little memory: " + message(failure),
          "Give Java more: java -Xmx2g -jar spanledger.jar ...",
          failure);
    }
    return new Trouble(Code.BUG, failure.toString(), "--stacktrace prints all about it", failure);
  }

  private static Code code(SqlRefusedException.Reason reason) {
    return switch (reason) {
      case GUARD, PERMISSION -> Code.REFUSED;
      case TIMEOUT -> Code.TIMEOUT;
      case INVALID -> Code.USAGE;
    };
  }

  private static @Nullable SQLException sqlException(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
      cause = cause.getCause();
    }
    return null;
  }

  /** Some of Java's say the file's name and nothing else. */
  private static String said(IOException failure) {
    return failure instanceof FileSystemException file && file.getReason() == null
        ? file.getFile() + ": " + words(file)
        : message(failure);
  }

  /** {@code no such file}, of a NoSuchFileException. */
  private static String words(FileSystemException failure) {
    return failure
        .getClass()
        .getSimpleName()
        .replace("Exception", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static String message(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static String firstLine(SQLException sql) {
    return message(sql).lines().findFirst().orElse("");
  }
}
