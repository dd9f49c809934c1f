// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What maintenance does to the tables: {@link TraceSchema#upkeep()}. Uses one connection at a time,
 * and never waits long for a lock. For one thread at a time, but for {@link #abort}.
 *
 * <p>Every method throws {@link TraceSchemaException} where the database cannot be reached or
 * refuses, and where the call was broken off.
 */
public final class Upkeep {
  private static final int ATTEMPTS = 200;
  private static final long LONGEST_PAUSE_NANOS = 300_000_000;

  private final Database database;
  private final WriteLease lease;
  private final Hanging hanging = new Hanging();
  private final @Nullable DailyPartitions partitions;

  Upkeep(Database database, WriteLease lease, @Nullable DailyPartitions partitions) {
    this.database = database.with(lease);
    this.lease = lease;
    this.partitions = partitions;
  }

  /**
   * Whether this role may do what maintenance does: a role that only writes spans leaves it to
   * another.
   */
  public boolean isAllowed() {
    return call(
        connection -> {
          Catalog catalog = new Catalog(database.dialect(), connection);
          return !catalog.exists("agent_maintenance") || catalog.mayWrite("agent_maintenance");
        });
  }

  /** The time by the database's clock. */
  public Instant now() {
    return call(database.dialect()::askTime);
  }

  /**
   * Takes a task for a while, or keeps it: one process among many does it then. By the database's
   * clock; a process that died loses it when the while is over.
   *
   * @param task a short name; which is locked for nobody else's use
   * @param holder this process
   * @return false where another process has it
   */
  public boolean hold(String task, String holder, Duration time) {
    String now = database.dialect().now(Duration.ZERO);
    String sql =
        """
        INSERT INTO %1$s (task, holder, held_until, updated_at) VALUES (?, ?, %2$s, %3$s)
        ON CONFLICT (task) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until, updated_at = excluded.updated_at
        WHERE %1$s.holder IS NULL OR %1$s.holder = excluded.holder OR %1$s.held_until < %3$s"""
            .formatted(table(), database.dialect().now(time), now);
    return update(sql, task, holder) == 1;
  }

  /** Gives a task back before its time is over; nothing happens where another process has it. */
  public void release(String task, String holder) {
    update(
        "UPDATE %s SET holder = NULL, held_until = NULL WHERE task = ? AND holder = ?"
            .formatted(table()),
        task,
        holder);
  }

  /** How far a task has come, in words of its own. */
  public Optional<String> state(String task) {
    return call(connection -> state(connection, task));
  }

  /** Remembers how far a task has come. */
  public void remember(String task, String state) {
    String sql =
        """
        INSERT INTO %s (task, state, updated_at) VALUES (?, ?, %s)
        ON CONFLICT (task) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at"""
            .formatted(table(), database.dialect().now(Duration.ZERO));
    update(sql, task, state);
  }

  /**
   * Makes the partitions that days lack, from yesterday to so many days ahead, and those since the
   * newest one where the database was away for longer. Nothing where tables are plain.
   *
   * @param days how many days ahead, from 1 to 366
   * @return the days that got theirs
   * @throws TraceSchemaException where they may not be created; the message says the SQL to run
   */
  public List<LocalDate> partitionsAhead(int days) {
    DailyPartitions daily = partitions;
    return daily == null
        ? List.of()
        : call(connection -> daily.ensureAhead(connection, today(connection), checked(days)));
  }

  /**
   * The SQL that makes the partitions that {@link #partitionsAhead} would make, for the tables'
   * owner; empty where none is missing.
   *
   * @param days how many days ahead, from 1 to 366
   */
  public String partitionScript(int days) {
    DailyPartitions daily = partitions;
    return daily == null
        ? ""
        : call(connection -> daily.script(connection, today(connection), checked(days)));
  }

  /** Erases a person's traces. */
  public Erasures erasures() {
    return new Erasures(this, database.dialect());
  }

  /**
   * Takes traces out that have had their time. Shares this one's thread, and its {@link #abort}.
   */
  public Retention retention() {
    return new Retention(this, database, lease, partitions != null);
  }

  /** Counts usage ahead of questions. Shares this one's thread, and its {@link #abort}. */
  public Rollups rollups() {
    return new Rollups(database, lease);
  }

  /**
   * Suspects the rows in {@code agent_open_spans} of processes that have been silent for so long,
   * and makes ABANDONED spans of those that were suspected half as long ago and are silent still:
   * by then a process that lives has been heard of, whatever the database's clock did. Their traces
   * end. An end that is stored already stays; one that comes later takes the span's place.
   *
   * @param silence at least 30 seconds: three times as long as processes are silent
   * @param most how many at once
   * @return how many rows were removed
   */
  public int abandonOpenSpans(Duration silence, int most) {
    Abandonment abandonment = new Abandonment(database, partitions, silence);
    int ended = call(connection -> abandonment.run(connection, most));
    call(abandonment::suspect);
    return ended;
  }

  /**
   * Finds spans that run much longer than their like, and sets {@code hanging_since} in {@code
   * agent_open_spans}: longer than so many times what 95 of 100 spans of the same kind and name
   * took in the last seven days (where the rollups know of 20), or than the limit. Of spans that
   * have run for less than ten seconds nothing is said.
   *
   * @return those that were not found before
   */
  public List<OpenSpan> hangingSpans(double factor, Duration limit) {
    return call(connection -> hanging.find(database, connection, factor, limit));
  }

  /**
   * Breaks off the call that another thread is in, if one is, by closing its connection; with
   * SQLite only waiting for other writers is broken off. For any thread, at any time.
   */
  public void abort() {
    lease.abort();
  }

  private static int checked(int days) {
    if (days < 1 || days > 366) {
      throw new IllegalArgumentException("days must be from 1 to 366, but is " + days);
    }
    return days;
  }

  private LocalDate today(Connection connection) throws SQLException {
    return LocalDate.ofInstant(database.dialect().askTime(connection), ZoneOffset.UTC);
  }

  private Optional<String> state(Connection connection, String task) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT state FROM %s WHERE task = ?".formatted(table()))) {
      query.setString(1, task);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
      }
    }
  }

  private int update(String sql, String first, String second) {
    return inTransaction(
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, first);
            update.setString(2, second);
            return update.executeUpdate();
          }
        });
  }

  <T> T call(Database.Work<T> work) {
    return Opening.explain(() -> lease.during(() -> database.run(work)));
  }

  <T> T inTransaction(Database.Work<T> work) {
    return Opening.explain(() -> lease.during(() -> database.inTransaction(work)));
  }

  /**
   * In a transaction that leaves nothing of what it deletes in the database's files, where that can
   * be had. It waits for locks only so long that writers, who then wait for it, do not notice, and
   * is tried again.
   */
  <T> T erasing(Database.Work<T> work) {
    return Opening.explain(
        () -> {
          for (int attempt = 1; ; attempt++) {
            try {
              return lease.during(() -> database.run(connection -> erasing(connection, work)));
            } catch (SQLException e) {
              if (attempt == ATTEMPTS || !SqlFailure.isOfALock(e)) {
                throw e;
              }
              LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
            }
          }
        });
  }

  private <T> T erasing(Connection connection, Database.Work<T> work) throws SQLException {
    Dialect.Undo undo = database.dialect().wiping(connection);
    try {
      return database.transact(
          connection,
          begun -> {
            database.dialect().waitBriefly(begun);
            return work.on(begun);
          });
    } finally {
      undo.run();
    }
  }

  private String table() {
    return database.dialect().table("agent_maintenance");
  }
}
