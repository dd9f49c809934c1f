// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what a database is, and brings its tables to what the mode asks for. */
record Opening(
    DataSource dataSource,
    @Nullable String schema,
    SchemaMode mode,
    Partitioning partitioning,
    List<Column<?>> added,
    Executor around) {
  private static final Logger log = LoggerFactory.getLogger(TraceSchema.class);

  /**
   * Yesterday's late spans, today's, and enough days to come for a process that is never restarted
   * over a weekend.
   */
  private static final int DAYS_BACK = 1;

  private static final int DAYS_AHEAD = 3;

  /** Something that talks to the database. */
  interface Step<T> {
    T run() throws SQLException;
  }

  /** Runs the step; what the database says becomes a message that names the cause and the cure. */
  static <T> T explain(Step<T> step) {
    try {
      return step.run();
    } catch (SQLException e) {
      throw explained(e);
    } catch (JdbiException e) {
      throw isCanceled(SqlFailure.sqlException(e)) ? new QueryTimeoutException(e) : e;
    }
  }

  private static boolean isCanceled(@Nullable SQLException e) {
    return e != null && SqlFailure.isCanceled(e);
  }

  Database database() throws SQLException {
    Dialect dialect = dialect(Database.product(dataSource, around));
    Database database = new Database(dataSource, dialect, around);
    if (dialect.sql() != SqlDialect.POSTGRESQL) {
      return database;
    }
    Sight sight = database.run(connection -> Sight.of(dialect, connection));
    return new Database(dataSource, new PostgresDialect(schema, added, sight), around);
  }

  /** The partitions that writers need; empty where tables are plain. */
  Optional<DailyPartitions> prepare(Database database, LocalDate today) throws SQLException {
    return database.run(
        connection -> {
          if (mode != SchemaMode.NONE) {
            bringAbout(database, connection);
          }
          return partitions(database, connection, today);
        });
  }

  private Dialect dialect(String product) {
    return switch (product) {
      case "PostgreSQL" -> new PostgresDialect(schema, added, Sight.WHOLE);
      case "SQLite" -> sqlite();
      default ->
          throw new TraceSchemaException(
              "%s is not supported: Spanledger writes to PostgreSQL and SQLite. Give it a DataSource of one of these; traces may live in a database of their own."
                  .formatted(product));
    };
  }

  private Dialect sqlite() {
    if (schema != null) {
      throw new TraceSchemaException(
          "SQLite has no named schemas: leave schema '%s' out, or use PostgreSQL"
              .formatted(schema));
    }
    return new SqliteDialect(added);
  }

  private void bringAbout(Database database, Connection connection) throws SQLException {
    Catalog catalog = new Catalog(database.dialect(), connection);
    if (mode == SchemaMode.CREATE && catalog.version().orElse(0) < Scripts.VERSION) {
      install(database, connection, catalog.version().orElse(0));
    }
    requireVersion(catalog, database.dialect());
    requireColumns(catalog, database.dialect());
    new AddedColumns(database, connection).bringAbout(mode);
  }

  private void install(Database database, Connection connection, int version) throws SQLException {
    try {
      OptionalInt before = new Installer(database, schema, partitioning).install(connection);
      if (before.isPresent() && before.getAsInt() == 0) {
        log.info("spanledger: created the tables of agent traces ({})", database.dialect().sql());
      } else if (before.isPresent()) {
        log.info(
            "spanledger: the tables of agent traces are of version {} now, and were of {}",
            Scripts.VERSION,
            before.getAsInt());
      }
    } catch (SQLException e) {
      if (version == 0 || !SqlFailure.isNotAllowed(e)) {
        throw e;
      }
      throw old(
          version, database.dialect(), " as their owner (this role may not: " + said(e) + ")");
    }
  }

  private static void requireVersion(Catalog catalog, Dialect dialect) throws SQLException {
    OptionalInt version = catalog.version();
    if (version.isPresent() && version.getAsInt() > Scripts.VERSION) {
      throw new TraceSchemaException(
          "the tables are of version %d, made by a newer Spanledger; this one knows version %d: upgrade it"
              .formatted(version.getAsInt(), Scripts.VERSION));
    }
    if (version.isEmpty()) {
      throw missing(dialect.table("spanledger_schema"), dialect);
    }
    if (version.getAsInt() < Scripts.VERSION) {
      throw old(version.getAsInt(), dialect, ", or set schema.mode to CREATE");
    }
  }

  private static TraceSchemaException old(int version, Dialect dialect, String how) {
    return new TraceSchemaException(
        "the tables are of version %d, and this Spanledger needs version %d: run %s (in the jar spanledger-schema; TraceSchema.upgradeScript prints it)%s. Writers may go on meanwhile."
            .formatted(
                version,
                Scripts.VERSION,
                String.join(" and ", Scripts.paths(dialect.sql(), version)),
                how));
  }

  private static void requireColumns(Catalog catalog, Dialect dialect) throws SQLException {
    List<String> missing = catalog.missing();
    if (!missing.isEmpty()) {
      throw new TraceSchemaException(
          "the database has some of the tables but lacks %s: compare it with %s (in the jar spanledger-schema; TraceSchema.script prints them) and add what is missing, or set schema.mode to NONE to go on without this check"
              .formatted(String.join(", ", missing), scripts(dialect)));
    }
  }

  private static TraceSchemaException missing(String what, Dialect dialect) {
    return new TraceSchemaException(
        "the database lacks %s: run %s (in the jar spanledger-schema; TraceSchema.script prints them), or set schema.mode to CREATE"
            .formatted(what, scripts(dialect)));
  }

  private static String scripts(Dialect dialect) {
    return String.join(" and ", Scripts.paths(dialect.sql(), 0));
  }

  private Optional<DailyPartitions> partitions(
      Database database, Connection connection, LocalDate today) throws SQLException {
    if (!new Catalog(database.dialect(), connection).isPartitioned()) {
      return Optional.empty();
    }
    DailyPartitions partitions = new DailyPartitions(database, mode == SchemaMode.CREATE);
    switch (mode) {
      case CREATE -> ensure(partitions, connection, daysAround(today));
      case VALIDATE -> ensure(partitions, connection, List.of(today));
      case NONE -> {}
    }
    return Optional.of(partitions);
  }

  private static List<LocalDate> daysAround(LocalDate today) {
    return IntStream.rangeClosed(-DAYS_BACK, DAYS_AHEAD).mapToObj(today::plusDays).toList();
  }

  /**
   * A partition that is missing is only said: a role without the right to create it may write all
   * the same once the tables' owner has made it.
   */
  private static void ensure(
      DailyPartitions partitions, Connection connection, List<LocalDate> days) throws SQLException {
    try {
      partitions.ensure(connection, days);
    } catch (TraceSchemaException e) {
      log.warn("spanledger: {}", e.getMessage());
    }
  }

  private static RuntimeException explained(SQLException e) {
    if (SqlFailure.isCanceled(e)) {
      return new QueryTimeoutException(e);
    }
    String said = said(e);
    if (SqlFailure.isNotAllowed(e)) {
      return new TraceSchemaException(
          "this role may not do that (%s): where the tables exist, grant it USAGE on their schema and SELECT, INSERT and UPDATE on them; where they do not, let the database's owner run TraceSchema.script(...), or grant the role CREATE on the schema"
              .formatted(said),
          e);
    }
    if (SqlFailure.isReadOnly(e)) {
      return new TraceSchemaException(
          "the database can only be read (%s): give Spanledger one that it may write to"
              .formatted(said),
          e);
    }
    String refusal = refusal(e);
    if (refusal != null) {
      return new TraceSchemaException(refusal.formatted(said), e);
    }
    SqlFailure kind = SqlFailure.of(e);
    if (kind == SqlFailure.TRANSIENT || kind == SqlFailure.GONE) {
      return new TraceSchemaException(
          "no connection to the database (%s): is the DataSource closed, its pool used up, the server down, or a URL, user or password wrong?"
              .formatted(said),
          e);
    }
    return new TraceSchemaException("the database refused to be set up: " + said, e);
  }

  /** What the database says before it lets anybody in; null where it is something else. */
  private static @Nullable String refusal(SQLException e) {
    String state = e.getSQLState();
    if (state == null) {
      return switch (e.getErrorCode()) {
        case SqlFailure.SQLITE_CANTOPEN ->
            "the SQLite file cannot be opened (%s): does its directory exist, and may this process write to it?";
        case SqlFailure.SQLITE_NOTADB -> "the file is no SQLite database (%s): give another path";
        default -> null;
      };
    }
    if (state.startsWith("28")) {
      return "the database does not let this user in (%s): is the user or password wrong?";
    }
    return state.startsWith("3D")
        ? "there is no such database (%s): create it, or correct the URL"
        : null;
  }

  /** Drivers say only in the cause which host it was; a second line is about the SQL. */
  private static String said(SQLException e) {
    Throwable cause = e.getCause();
    boolean more = cause instanceof IOException && !String.valueOf(e.getMessage()).contains(":");
    String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return more ? said + " " + cause : said;
  }
}
