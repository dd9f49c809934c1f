// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which database. */
final class DatabaseOptions {
  @Option(
      names = "--db",
      scope = ScopeType.INHERIT,
      paramLabel = "DB",
      description = "A SQLite file, or a URL such as jdbc:postgresql://host/database.")
  private @Nullable String db;

  @Option(
      names = "--db-user",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "The user of PostgreSQL.")
  private @Nullable String user;

  @Option(
      names = "--db-password-env",
      scope = ScopeType.INHERIT,
      paramLabel = "VARIABLE",
      description = "The environment variable that has the password.")
  private @Nullable String passwordVariable;

  @Option(
      names = "--schema-name",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description =
          "The PostgreSQL schema of the tables, if it is not the first on the search_path.")
  private @Nullable String schemaName;

  /** What was given, else what the settings say. */
  Address address(Terminal terminal) {
    String found =
        first(db, terminal, "spanledger.jdbc.url", "SPANLEDGER_DB", "SPANLEDGER_JDBC_URL");
    if (found == null) {
      throw new Trouble(
          Code.USAGE,
          "no database is named",
          "Give --db FILE or --db jdbc:postgresql://host/database, or set SPANLEDGER_DB.");
    }
    return Address.of(
        found,
        first(user, terminal, "spanledger.jdbc.user", "SPANLEDGER_JDBC_USER"),
        password(terminal));
  }

  private @Nullable String password(Terminal terminal) {
    if (passwordVariable == null) {
      return first(null, terminal, "spanledger.jdbc.password", "SPANLEDGER_JDBC_PASSWORD");
    }
    String password = terminal.setting().apply(passwordVariable);
    if (password == null) {
      throw new Trouble(
          Code.USAGE, "the environment variable " + passwordVariable + " is not set", null);
    }
    return password;
  }

  @Nullable String schemaName(Terminal terminal) {
    return first(schemaName, terminal, "spanledger.schema", "SPANLEDGER_SCHEMA");
  }

  private static @Nullable String first(
      @Nullable String given, Terminal terminal, String... settings) {
    String found = given;
    for (int i = 0; found == null && i < settings.length; i++) {
      found = terminal.setting().apply(settings[i]);
    }
    return found == null || found.isBlank() ? null : found;
  }
}
