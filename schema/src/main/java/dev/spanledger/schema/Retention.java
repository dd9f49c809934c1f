// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Takes traces that have had their time out of the tables: {@link Upkeep#retention}. Whole traces
 * only, in transactions that are soon over; a purge that was broken off anywhere is finished by the
 * next one. For one thread at a time.
 */
public final class Retention {
  private static final String NOT_ALLOWED = "42501";

  private final Upkeep upkeep;
  private final Database database;
  private final WriteLease lease;
  private final boolean partitioned;

  Retention(Upkeep upkeep, Database database, WriteLease lease, boolean partitioned) {
    this.upkeep = upkeep;
    this.database = database;
    this.lease = lease;
    this.partitioned = partitioned;
  }

  /** Whether any trace is kept, or there is none. */
  public boolean leavesSomething(Expiry expiry) {
    String sql =
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM %1$s t WHERE %2$s) OR NOT EXISTS (SELECT 1 FROM %1$s) THEN 1 ELSE 0 END"
            .formatted(
                database.dialect().table("agent_traces"),
                new ExpirySql(database.dialect(), expiry).kept());
    return explain(() -> pieces(() -> true).read(connection -> number(connection, sql) == 1));
  }

  /**
   * Takes out the traces that have expired, with all that belongs to them: spans, the contents that
   * no other span names, scores, open and quarantined spans. In PostgreSQL, partitions are dropped
   * as a whole where that is less work. Says beforehand, in the state of the task {@code
   * retention}, before which day spans may be gone: {@code purged_before}.
   *
   * @param goesOn is asked before each piece of work; false to stop after the last one
   * @throws TraceSchemaException where the database cannot be reached or refuses; what was
   *     committed by then stays, and the next purge goes on
   */
  public PurgeReport purge(Expiry expiry, BooleanSupplier goesOn) {
    PurgeCounts counts = new PurgeCounts();
    return explain(
        () -> {
          RetentionState state = RetentionState.parse(upkeep.state(RetentionState.TASK));
          String what = fingerprint(expiry);
          if (!what.equals(state.done()) || pieces(goesOn).read(c -> isAnyExpired(c, expiry))) {
            purge(expiry, what, state.purging(dayAfter(expiry.endedBefore())), goesOn, counts);
          }
          return counts.report();
        });
  }

  private void purge(
      Expiry expiry, String what, RetentionState state, BooleanSupplier goesOn, PurgeCounts counts)
      throws SQLException {
    Pieces pieces = pieces(goesOn);
    upkeep.remember(RetentionState.TASK, state.json());
    purgeTraces(pieces, expiry, counts);
    if (database.dialect().sql() == SqlDialect.SQLITE) {
      new FreePages(pieces).giveBack();
    }
    if (goesOn.getAsBoolean() && counts.report().left().isEmpty()) {
      upkeep.remember(RetentionState.TASK, state.done(what).json());
    }
  }

  private void purgeTraces(Pieces pieces, Expiry expiry, PurgeCounts counts) throws SQLException {
    Instant before = expiry.endedBefore();
    ExpirySql sql = new ExpirySql(pieces.dialect(), expiry);
    StrayRows strays = new StrayRows(pieces, sql, counts, before);
    if (partitioned) {
      pieces.write(connection -> KeptRows.dropLeftovers(pieces.dialect(), connection));
      new SpanPartitions(pieces, sql, counts).run(before);
    }
    Set<LocalDate> days = new TracePurge(pieces, sql, counts).run();
    strays.run();
    if (partitioned) {
      strays.repair();
    }
    new ContentPurge(pieces, counts, partitioned).run(before, days);
  }

  private boolean isAnyExpired(Connection connection, Expiry expiry) throws SQLException {
    ExpirySql sql = new ExpirySql(database.dialect(), expiry);
    return number(
            connection,
            "SELECT CASE WHEN EXISTS (SELECT 1 FROM %s t WHERE %s AND %s) THEN 1 ELSE 0 END"
                .formatted(database.dialect().table("agent_traces"), sql.bound(), sql.expired()))
        == 1;
  }

  /** The same for the same expiry in whichever process. */
  private static String fingerprint(Expiry expiry) {
    String text =
        String.join(
            "|",
            String.valueOf(expiry.endedBefore()),
            String.valueOf(expiry.errorsSince()),
            String.valueOf(expiry.scoredSince()),
            new TreeMap<>(expiry.tags()).toString(),
            new TreeMap<>(expiry.agents()).toString(),
            new TreeMap<>(expiry.environments()).toString());
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** The first day of which nothing can have gone. */
  private static LocalDate dayAfter(Instant endedBefore) {
    return LocalDate.ofInstant(endedBefore.minusNanos(1), ZoneOffset.UTC).plusDays(1);
  }

  private Pieces pieces(BooleanSupplier goesOn) {
    return new Pieces(database, lease, goesOn);
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static <T> T explain(Opening.Step<T> step) {
    return Opening.explain(
        () -> {
          try {
            return step.run();
          } catch (SQLException e) {
            if (NOT_ALLOWED.equals(e.getSQLState())) {
              throw notAllowed(e);
            }
            throw e;
          }
        });
  }

  private static RuntimeException notAllowed(SQLException e) {
    return new TraceSchemaException(
        "retention is not allowed to remove traces (%s): it drops and makes partitions and must run as the tables' owner, or a role that has been granted the owner's; plain tables need DELETE on all agent_ tables. Nothing is lost, and nothing goes"
            .formatted(e.getMessage()),
        e);
  }
}
