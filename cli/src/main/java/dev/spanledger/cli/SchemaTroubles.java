// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import dev.spanledger.schema.TraceSchemaException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says at a prompt what the library says to a programmer about tables: its advice is of builders
 * and settings, ours of commands.
 */
final class SchemaTroubles {
  private static final Pattern LACKING = Pattern.compile("the database lacks ([^:]+): run .*");
  private static final Pattern PARTLY =
      Pattern.compile("the database has some of the tables but lacks ([^:]+): .*");
  private static final Pattern OLD =
      Pattern.compile(
          "the tables are of version (\\d+), and this Spanledger needs version (\\d+): .*");
  private static final Pattern NEW =
      Pattern.compile(
          "the tables are of version (\\d+), made by a newer Spanledger; this one knows version (\\d+): .*");
  private static final Pattern AWAY =
      Pattern.compile(
          "no connection to the database \\((.*)\\): is the DataSource .*", Pattern.DOTALL);
  private static final Pattern NO_FILE =
      Pattern.compile("the file is no SQLite database \\((.*)\\): .*", Pattern.DOTALL);
  private static final Pattern DIALECT =
      Pattern.compile("dev/spanledger/schema/(sqlite|postgresql)/");

  private SchemaTroubles() {}

  /** Null where the library's own words do. */
  static @Nullable Trouble of(TraceSchemaException failure) {
    String said = String.valueOf(failure.getMessage());
    String dialect = dialect(said);
    Matcher matcher = LACKING.matcher(said);
    if (matcher.matches()) {
      return trouble(
          "the database has no tables of Spanledger (%s is not there)".formatted(matcher.group(1)),
          "Is it the right one, and --schema-name? An application that records makes them, and so does spanledger import; spanledger schema --script %s prints their SQL."
              .formatted(dialect),
          failure);
    }
    matcher = PARTLY.matcher(said);
    if (matcher.matches()) {
      return trouble(
          "the database has some tables of Spanledger, but lacks " + matcher.group(1),
          "Add what is missing: spanledger schema --script %s prints the SQL of all of them."
              .formatted(dialect),
          failure);
    }
    matcher = OLD.matcher(said);
    if (matcher.matches()) {
      return trouble(
          "the tables are of version %s, and this spanledger needs version %s"
              .formatted(matcher.group(1), matcher.group(2)),
          "Let their owner run what spanledger schema --script %s --upgrade-from %s prints (applications may go on meanwhile), or use the spanledger.jar of their version."
              .formatted(dialect, matcher.group(1)),
          failure);
    }
    matcher = NEW.matcher(said);
    if (matcher.matches()) {
      return trouble(
          "the tables are of version %s, and this spanledger knows version %s"
              .formatted(matcher.group(1), matcher.group(2)),
          "A newer Spanledger made them: use its spanledger.jar.",
          failure);
    }
    return connection(said, failure);
  }

  private static @Nullable Trouble connection(String said, TraceSchemaException failure) {
    Matcher matcher = AWAY.matcher(said);
    if (matcher.matches()) {
      return trouble(
          "no connection to the database: " + matcher.group(1),
          "Is the server up, and are --db, SPANLEDGER_JDBC_USER and SPANLEDGER_JDBC_PASSWORD right?",
          failure);
    }
    matcher = NO_FILE.matcher(said);
    if (matcher.matches()) {
      return trouble(
          "the file is no SQLite database: " + matcher.group(1),
          "--db takes the path of a SQLite file, or a URL such as jdbc:postgresql://host/database.",
          failure);
    }
    return null;
  }

  private static String dialect(String said) {
    Matcher matcher = DIALECT.matcher(said);
    return matcher.find() ? matcher.group(1) : "postgresql|sqlite";
  }

  private static Trouble trouble(String message, String hint, TraceSchemaException cause) {
    return new Trouble(Code.DATABASE, message, hint, cause);
  }
}
