// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The spans of one process that run, in {@code agent_open_spans}: made with a {@link SpanWriter},
 * which removes their rows when it writes their ends. A trace of which a span runs has a row in
 * {@code agent_traces}.
 *
 * <p>Every method is one short transaction that waits for no lock longer than half a second, throws
 * what the database says, and may be called again then. For one thread at a time, but for {@link
 * #abort}; the thread that writes, so that there is one connection.
 */
public final class OpenSpans {
  private static final Duration LOCK_WAIT = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final String processId;
  private final Database database;
  private final WriteLease lease;

  /** The keys of all rows that there may be. */
  private final Set<SpanKey> mine;

  /** Whether the database has refused to remove rows while spans were written. */
  private volatile boolean refused;

  OpenSpans(Database database) {
    this(
        database,
        new WriteLease(TIMEOUT),
        ProcessHandle.current().pid() + "-" + UUID.randomUUID(),
        ConcurrentHashMap.newKeySet());
  }

  private OpenSpans(Database database, WriteLease lease, String processId, Set<SpanKey> mine) {
    this.database = database.with(lease);
    this.lease = lease;
    this.processId = processId;
    this.mine = mine;
  }

  /** For when a call of this one was broken off, and may still be running. */
  OpenSpans successor() {
    return new OpenSpans(database, lease.another(), processId, mine);
  }

  /** What {@code process_id} says. */
  public String processId() {
    return processId;
  }

  /**
   * Whether this role may do all of it.
   *
   * @throws SQLException where the database does not answer
   */
  public boolean isAllowed() throws SQLException {
    return lease.during(
        () ->
            database.run(
                connection ->
                    new Catalog(database.dialect(), connection).mayChange("agent_open_spans")));
  }

  /** Whether the row of a span may be there. */
  public boolean has(SpanRow span) {
    return mine.contains(SpanKey.of(span));
  }

  /** The spans run. Those of whom somebody was erased are passed over. */
  public void put(Collection<SpanRow> spans) throws SQLException {
    List<SpanRow> running =
        spans.stream().map(RunningSpan::of).sorted(SpanKey.IN_ORDER).distinct().toList();
    if (running.isEmpty()) {
      return;
    }
    Set<SpanKey> keys = running.stream().map(SpanKey::of).collect(Collectors.toSet());
    mine.addAll(keys);
    for (SpanRow put : shortly(connection -> put(connection, running))) {
      keys.remove(SpanKey.of(put));
    }
    mine.removeAll(keys);
  }

  private List<SpanRow> put(Connection connection, List<SpanRow> running) throws SQLException {
    List<SpanRow> kept = ErasedSubjects.read(database.dialect(), connection).without(running);
    Map<String, TraceRow> traces = new TreeMap<>();
    for (SpanRow span : kept) {
      traces.merge(span.traceId(), TraceSum.running(span), TraceRow::merge);
    }
    if (!kept.isEmpty()) {
      database.dialect().upsertTraces(connection, List.copyOf(traces.values()));
      table(connection).insert(kept, processId);
    }
    return kept;
  }

  /**
   * The process lives. Rows that should not be there are removed.
   *
   * @return false where rows are missing: all that run must be {@link #put} again
   */
  public boolean beat() throws SQLException {
    int rows = shortly(connection -> table(connection).beat(processId));
    if (rows == mine.size()) {
      return true;
    }
    List<SpanRow> stored = shortly(connection -> table(connection).ofProcess(processId));
    withdraw(stored.stream().filter(span -> !has(span)).toList());
    return stored.stream().filter(this::has).count() == mine.size();
  }

  /** The spans do not run any more, and their ends will not be stored. */
  public void withdraw(Collection<SpanRow> spans) throws SQLException {
    List<SpanKey> keys = spans.stream().sorted(SpanKey.IN_ORDER).map(SpanKey::of).toList();
    if (keys.isEmpty()) {
      return;
    }
    shortly(
        connection ->
            StaleHours.marking(
                database.dialect(), connection, stale -> remove(connection, keys, stale)));
    keys.forEach(mine::remove);
  }

  /**
   * The spans do not run any more, and nobody will end them: they are stored as ABANDONED.
   *
   * @param why for people
   */
  public void abandon(Collection<SpanRow> spans, String why) throws SQLException {
    Set<SpanKey> keys = spans.stream().map(SpanKey::of).collect(Collectors.toSet());
    if (keys.isEmpty()) {
      return;
    }
    shortly(
        connection -> {
          Instant now = database.dialect().askTime(connection);
          List<SpanRow> stored = table(connection).ofProcess(processId);
          stored.removeIf(span -> !keys.contains(SpanKey.of(span)));
          return Abandonment.end(
              database.dialect(),
              connection,
              stored,
              span -> RunningSpan.abandoned(span, now, why));
        });
    mine.removeAll(keys);
  }

  /** The same of all that run: the process will not hear of their ends. */
  public void abandonAll(String why) throws SQLException {
    if (!mine.isEmpty()) {
      abandon(shortly(connection -> table(connection).ofProcess(processId)), why);
    }
  }

  /** As {@link SpanWriter#abort}. */
  public void abort() {
    lease.abort();
  }

  /**
   * Removes the rows of the spans, whose ends this transaction has written.
   *
   * @return their keys, to be {@link #forget forgotten} after the commit
   */
  List<SpanKey> ended(Connection connection, List<SpanRow> ends, StaleHours stale)
      throws SQLException {
    if (mine.isEmpty() || refused) {
      return List.of();
    }
    Map<SpanKey, SpanRow> ended = new TreeMap<>(SpanKey.NATURAL);
    for (SpanRow end : ends) {
      if (has(end)) {
        ended.put(SpanKey.of(end), end);
      }
    }
    if (!ended.isEmpty()) {
      for (SpanRow running : delete(connection, List.copyOf(ended.keySet()))) {
        SpanRow end = ended.get(SpanKey.of(running));
        if (end != null) {
          takeBack(connection, running, end, stale);
        }
      }
    }
    return List.copyOf(ended.keySet());
  }

  /** After a failure of {@link #ended} that trying again would not help: spans go on without. */
  boolean givesUp(SQLException failure) {
    if (refused || mine.isEmpty() || !(failure instanceof Refusal)) {
      return false;
    }
    refused = true;
    return true;
  }

  void forget(Collection<SpanKey> keys) {
    if (!keys.isEmpty()) {
      mine.removeAll(keys);
    }
  }

  /** Whether the database has refused what the writer did: nothing is to be put any more. */
  public boolean isRefused() {
    return refused;
  }

  private List<SpanRow> delete(Connection connection, List<SpanKey> keys) throws SQLException {
    try {
      return table(connection).delete(keys);
    } catch (SQLException e) {
      if (SqlFailure.of(e) == SqlFailure.SETUP) {
        throw new Refusal(e);
      }
      throw e;
    }
  }

  /** Where the end says less of its trace than the span had said while it ran. */
  private void takeBack(Connection connection, SpanRow running, SpanRow end, StaleHours stale)
      throws SQLException {
    if (!TraceSum.running(running).isOutdoneBy(TraceSum.of(end))) {
      new Repair(database.dialect(), connection, stale, end.traceId()).run();
    }
  }

  private int remove(Connection connection, List<SpanKey> keys, StaleHours stale)
      throws SQLException {
    List<SpanRow> removed = table(connection).delete(keys);
    boolean mayDelete = new Catalog(database.dialect(), connection).mayDelete("agent_traces");
    String sql =
        "DELETE FROM %s WHERE trace_id = ? AND span_count = 0 AND NOT EXISTS (SELECT 1 FROM %s o WHERE o.trace_id = ?)"
            .formatted(
                database.dialect().table("agent_traces"),
                database.dialect().table("agent_open_spans"));
    for (String traceId : new TreeSet<>(removed.stream().map(SpanRow::traceId).toList())) {
      new Repair(database.dialect(), connection, stale, traceId).run();
      if (!mayDelete) {
        continue;
      }
      try (PreparedStatement delete = connection.prepareStatement(sql)) {
        delete.setString(1, traceId);
        delete.setString(2, traceId);
        delete.executeUpdate();
      }
    }
    return removed.size();
  }

  private <T> T shortly(Database.Work<T> work) throws SQLException {
    return lease.during(
        () ->
            database.inTransaction(
                connection -> {
                  database.dialect().limitLockWaits(connection, LOCK_WAIT);
                  return work.on(connection);
                }));
  }

  private OpenSpanTable table(Connection connection) {
    return new OpenSpanTable(database.dialect(), connection);
  }

  /** Of ours alone: the spans themselves are not refused. */
  private static final class Refusal extends SQLException {
    private static final long serialVersionUID = 1L;

    Refusal(SQLException cause) {
      super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
    }
  }
}
