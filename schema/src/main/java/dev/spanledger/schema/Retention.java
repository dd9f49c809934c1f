// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes traces that have had their time out of the tables: {@link Upkeep#retention}. Whole traces
 * only, in transactions that are soon over; a purge that was broken off anywhere is finished by the
 * next one. For one thread at a time.
 */
public final class Retention {
  /** A row says when the transaction began that wrote it. */
  private static final Duration LONG_TRANSACTION = Duration.ofHours(1);

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
   * @param progress is told what was done so far, and asked before each piece of work; false to
   *     stop after the last one
   * @throws TraceSchemaException where the database cannot be reached or refuses; what was
   *     committed by then stays, and the next purge goes on
   */
  public PurgeReport purge(Expiry expiry, Predicate<PurgeReport> progress) {
    PurgeCounts counts = new PurgeCounts();
    BooleanSupplier goesOn = () -> progress.test(counts.report());
    return explain(
        () -> {
          RetentionState state = RetentionState.parse(upkeep.state(RetentionState.TASK));
          String what = fingerprint(expiry);
          if (!what.equals(state.done()) || pieces(goesOn).read(c -> isAnyExpired(c, expiry))) {
            purge(expiry, what, state, goesOn, counts);
          }
          return counts.report();
        });
  }

  /**
   * As {@link #purge}, of traces that make room before their time: what {@link #purge} has done
   * last is not forgotten over it.
   */
  public PurgeReport makeRoom(Expiry expiry, Predicate<PurgeReport> progress) {
    PurgeCounts counts = new PurgeCounts();
    BooleanSupplier goesOn = () -> progress.test(counts.report());
    return explain(
        () -> {
          if (pieces(goesOn).read(c -> isAnyExpired(c, expiry))) {
            RetentionState state = RetentionState.parse(upkeep.state(RetentionState.TASK));
            purge(expiry, state.done(), state, goesOn, counts);
          }
          return counts.report();
        });
  }

  private void purge(
      Expiry expiry,
      @Nullable String what,
      RetentionState before,
      BooleanSupplier goesOn,
      PurgeCounts counts)
      throws SQLException {
    Pieces pieces = pieces(goesOn);
    RetentionState state = before.purging(dayAfter(expiry.endedBefore()));
    upkeep.remember(RetentionState.TASK, state.json());
    purgeTraces(pieces, expiry, counts, what != null && what.equals(before.done()));
    giveBack(pieces);
    if (goesOn.getAsBoolean() && counts.report().left().isEmpty()) {
      upkeep.remember(RetentionState.TASK, state.done(what).json());
    }
  }

  /** What {@link #purge} would do now; changes nothing. */
  public PurgePlan plan(Expiry expiry) {
    return explain(() -> pieces(() -> true).read(c -> new Volume(database, c).plan(expiry)));
  }

  /**
   * The bytes that spans, contents and traces take, with their indexes; without room that is free
   * in a SQLite file. In PostgreSQL, a table that has free room inside is taken for what its rows
   * have, by a sample.
   *
   * @param most above how much it has to be known exactly; below, the answer may be too high
   */
  public long bytes(long most) {
    return explain(() -> pieces(() -> true).read(c -> new Volume(database, c).bytes(most)));
  }

  /**
   * When the oldest trace ended that nothing but its age keeps; empty where there is none.
   *
   * @param expiry what keeps others, whatever their age
   */
  public Optional<Instant> oldestEnd(Expiry expiry) {
    return explain(() -> pieces(() -> true).read(c -> new Volume(database, c).oldestEnd(expiry)));
  }

  /**
   * Of traces that nothing but their age keeps, the end of that up to which they have to go, the
   * oldest first, so that so many traces are left; empty where there are no more.
   */
  public Optional<Instant> endOfExcess(Expiry expiry, long most) {
    return explain(
        () -> pieces(() -> true).read(c -> new Volume(database, c).endOfExcess(expiry, most)));
  }

  /**
   * Takes what was said out of traces that have expired, and leaves them with their numbers:
   * inputs, outputs, prompts, previews, queries, attributes and events of their spans. Each trace's
   * row goes on to say what its spans say. Looks only at what has expired, or was written, since
   * the last time.
   *
   * @param progress as for {@link #purge}
   * @throws TraceSchemaException as {@link #purge}
   */
  public PurgeReport forgetContent(Expiry expiry, Predicate<PurgeReport> progress) {
    PurgeCounts counts = new PurgeCounts();
    BooleanSupplier goesOn = () -> progress.test(counts.report());
    return explain(
        () -> {
          forget(expiry, goesOn, counts);
          return counts.report();
        });
  }

  private void forget(Expiry expiry, BooleanSupplier goesOn, PurgeCounts counts)
      throws SQLException {
    Instant begin = upkeep.now();
    Pieces pieces = pieces(goesOn);
    RetentionState state = RetentionState.parse(upkeep.state(RetentionState.TASK));
    String rules = rules(expiry);
    boolean same = rules.equals(state.forgotten());
    Set<LocalDate> days =
        new ForgottenContent(pieces, new ExpirySql(pieces.dialect(), expiry), counts)
            .run(
                same ? orEpoch(state.forgottenBefore()) : Instant.EPOCH,
                same ? orEpoch(state.forgottenAt()).minus(LONG_TRANSACTION) : Instant.EPOCH);
    new ContentPurge(pieces, counts, partitioned, false).run(days);
    if (!days.isEmpty()) {
      giveBack(pieces);
    }
    if (goesOn.getAsBoolean() && counts.report().left().isEmpty()) {
      upkeep.remember(
          RetentionState.TASK, state.forgotten(rules, expiry.endedBefore(), begin).json());
    }
  }

  private static Instant orEpoch(@Nullable Instant time) {
    return time == null ? Instant.EPOCH : time;
  }

  private void giveBack(Pieces pieces) throws SQLException {
    if (database.dialect().sql() == SqlDialect.SQLITE) {
      new FreePages(pieces).giveBack();
    }
  }

  private void purgeTraces(Pieces pieces, Expiry expiry, PurgeCounts counts, boolean early)
      throws SQLException {
    Instant before = expiry.endedBefore();
    ExpirySql sql = new ExpirySql(pieces.dialect(), expiry);
    StrayRows strays = new StrayRows(pieces, sql, counts, before);
    if (partitioned) {
      pieces.write(connection -> KeptRows.dropLeftovers(pieces.dialect(), connection));
      new SpanPartitions(pieces, sql, counts, early).run(before);
    }
    Set<LocalDate> days = new TracePurge(pieces, sql, counts).run();
    strays.run();
    if (partitioned) {
      strays.repair();
    }
    new ContentPurge(pieces, counts, partitioned, early).run(before, days);
  }

  private boolean isAnyExpired(Connection connection, Expiry expiry) throws SQLException {
    ExpirySql sql = new ExpirySql(database.dialect(), expiry);
    return number(
            connection,
            "SELECT CASE WHEN EXISTS (SELECT 1 FROM %s t WHERE %s AND %s) THEN 1 ELSE 0 END"
                .formatted(database.dialect().table("agent_traces"), sql.bound(), sql.expired()))
        == 1;
  }

  /** The same for the same expiry in whichever process, and other for another. */
  private static String fingerprint(Expiry expiry) {
    return fingerprint(expiry, Instant::toString);
  }

  /** The same every day, as long as the rules stay what they are. */
  private static String rules(Expiry expiry) {
    return fingerprint(expiry, time -> Duration.between(time, expiry.endedBefore()).toString());
  }

  private static String fingerprint(Expiry expiry, Function<Instant, String> time) {
    StringBuilder text = new StringBuilder(time.apply(expiry.endedBefore()));
    for (Instant since : Arrays.asList(expiry.errorsSince(), expiry.scoredSince())) {
      text.append('|').append(since == null ? "" : time.apply(since));
    }
    for (Map<String, Instant> kind :
        List.of(expiry.tags(), expiry.agents(), expiry.environments())) {
      text.append('|');
      new TreeMap<>(kind)
          .forEach((name, since) -> text.append(name).append('=').append(time.apply(since)));
    }
    return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8)).toString();
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
            if (SqlFailure.isNotAllowed(e)) {
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
