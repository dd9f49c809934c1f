// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches of spans: contents, then spans, then the rows of their traces, in one transaction,
 * and settles whose usage counts in traces that several processes write.
 *
 * <p>Writing is idempotent. A span that is there already is left as it is, and its trace counts it
 * once: totals are the sums over rows that this transaction really inserted. Every writer takes its
 * locks in the same order (by table, then by key; stored spans are changed under the lock of their
 * trace; rows of spans that ran are removed last), so any number of them can share traces without a
 * deadlock. Instances are for one thread at a time, but for {@link #abort}.
 */
public final class SpanWriter {
  private final WriteLease lease;
  private final Database unwatched;
  private final Database database;
  private final @Nullable DailyPartitions partitions;
  private final ContentStorage contentStorage;
  private final ContentSplitter splitter;
  private final KnownContents known = new KnownContents();
  private final OpenSpans running;
  private ErasedSubjects erased = ErasedSubjects.NONE;

  SpanWriter(
      Database database,
      WriteLease lease,
      @Nullable DailyPartitions partitions,
      ContentStorage contentStorage) {
    this(database, lease, partitions, contentStorage, new OpenSpans(database));
  }

  private SpanWriter(
      Database database,
      WriteLease lease,
      @Nullable DailyPartitions partitions,
      ContentStorage contentStorage,
      OpenSpans running) {
    this.lease = lease;
    this.running = running;
    this.unwatched = database;
    this.database = database.with(lease);
    this.partitions = partitions;
    this.contentStorage = contentStorage;
    this.splitter = new ContentSplitter(contentStorage);
  }

  /**
   * A writer into the same tables, to be used when a call of this one was broken off and may still
   * be running: it shares nothing with that call.
   */
  public SpanWriter successor() {
    return new SpanWriter(
        unwatched, lease.another(), partitions, contentStorage, running.successor());
  }

  /** Where this writer's process says which spans run; their ends are written by this writer. */
  public OpenSpans openSpans() {
    return running;
  }

  /**
   * Writes the spans and their scores, all or none of them; but for spans of whom {@link Erasures}
   * has erased, which are passed over. Where a span is stored as ABANDONED, its real end takes that
   * one's place.
   *
   * @throws SQLException what the database says; {@link SqlFailure} tells what to make of it.
   *     Nothing was written then, unless the connection broke while committing: writing the same
   *     batch again is safe in every case
   * @throws TraceSchemaException where a day's partition is missing and may not be created
   */
  public WriteResult write(Collection<SpanRow> spans) throws SQLException {
    List<SpanRow> batch = distinctInOrder(spans);
    if (batch.isEmpty()) {
      return new WriteResult(0, 0);
    }
    int inserted;
    try {
      inserted = insert(batch);
    } catch (SQLException e) {
      if (!running.givesUp(e)) {
        throw e;
      }
      inserted = insert(batch);
    }
    return new WriteResult(inserted, spans.size() - inserted);
  }

  private int insert(List<SpanRow> batch) throws SQLException {
    List<SpanKey> ended = new ArrayList<>();
    Step insert = (connection, rows, stale) -> insert(connection, rows, batch, ended, stale);
    int inserted = lease.during(() -> database.run(connection -> write(connection, batch, insert)));
    running.forget(ended);
    return inserted;
  }

  /**
   * Completes spans that are stored: their input, output, system instructions and tool definitions,
   * with the previews, finish reasons, error and guardrail, each only where the stored span has
   * none. Spans that are not stored are passed over, but for their scores. Idempotent.
   *
   * @param amendments each with its span's ids, exact start time and kind, and what there is to add
   * @return how many of the spans are stored
   * @throws SQLException as {@link #write}
   */
  public int amend(Collection<SpanRow> amendments) throws SQLException {
    List<SpanRow> batch = amendments.stream().sorted(SpanKey.IN_ORDER).toList();
    if (batch.isEmpty()) {
      return 0;
    }
    List<SpanRow> filling = batch.stream().filter(SpanAmendment::saysSomething).toList();
    // Nothing that is filled in later is counted.
    Step complete = (connection, spans, stale) -> complete(connection, spans, batch);
    return lease.during(() -> database.run(connection -> write(connection, filling, complete)));
  }

  /**
   * Puts a span aside that the database refuses, with the reason, into {@code agent_quarantine}.
   * Idempotent, as {@link #write}: a span is there once.
   *
   * @throws SQLException what the database says
   */
  public void quarantine(SpanRow span, Throwable reason) throws SQLException {
    if (erased.covers(span)) {
      return;
    }
    String sql =
        "INSERT INTO %s (quarantine_id, trace_id, span_id, reason, row_data) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
            .formatted(database.dialect().table("agent_quarantine"));
    Database.Work<Integer> insertion =
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setObject(1, database.dialect().parameter(quarantineId(span)));
            insert.setString(2, span.traceId());
            insert.setString(3, span.spanId());
            insert.setString(4, StorableText.repair(SqlFailure.describe(reason)));
            insert.setString(5, QuarantinedRow.json(span));
            return insert.executeUpdate();
          }
        };
    lease.during(() -> database.inTransaction(insertion));
  }

  /**
   * Breaks off the call that another thread is in, if one is, by closing the connection that it
   * uses: the call throws an {@link SQLException} soon, which {@link SqlFailure} takes for
   * transient, even where no byte comes through any more. A call that still waits for a connection
   * fails when it gets one: how long that takes is up to the {@code DataSource}. With SQLite only
   * waiting for other writers is broken off, for there is no network.
   *
   * <p>For any thread, at any time, any number of times; later calls are not concerned.
   */
  public void abort() {
    lease.abort();
  }

  private static UUID quarantineId(SpanRow span) {
    String key = span.traceId() + "/" + span.spanId();
    return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
  }

  /** What is done with spans once their contents are there. */
  private interface Step {
    int on(Connection connection, List<SpanRow> spans, StaleHours stale) throws SQLException;
  }

  private int write(Connection connection, List<SpanRow> batch, Step step) throws SQLException {
    if (partitions == null) {
      return writeOnce(connection, batch, step);
    }
    partitions.ensure(connection, days(batch));
    try {
      return writeOnce(connection, batch, step);
    } catch (SQLException e) {
      forgetDropped(batch, e);
      partitions.ensure(connection, days(batch));
      return writeOnce(connection, batch, step);
    }
  }

  /** Retention, or a person, may drop a day that this process has written to. */
  private void forgetDropped(List<SpanRow> batch, SQLException failure) throws SQLException {
    if (partitions == null || !SqlFailure.isMissingPartition(failure)) {
      throw failure;
    }
    partitions.forget(days(batch));
    known.forget(days(batch));
  }

  /** Erasure and retention remove contents: what was known to be stored may no longer be. */
  private int writeOnce(Connection connection, List<SpanRow> batch, Step step) throws SQLException {
    OptionalInt written = tryWrite(connection, batch, step);
    while (written.isEmpty()) {
      written = tryWrite(connection, batch, step);
    }
    return written.getAsInt();
  }

  /** Empty, with nothing written, where something was erased since the last time. */
  private OptionalInt tryWrite(Connection connection, List<SpanRow> batch, Step step)
      throws SQLException {
    List<SpanRow> kept = erased.without(batch);
    ContentSplitter.Split split = splitter.split(kept, known);
    OptionalInt written =
        database.transact(
            connection,
            c -> {
              ContentEpoch.Held held = ContentEpoch.hold(database.dialect(), c);
              return isUpToDate(c, held, kept)
                  ? write(c, split, step, held.staleHours())
                  : OptionalInt.empty();
            });
    if (written.isPresent()) {
      known.committed(split.contents());
    }
    return written;
  }

  private boolean isUpToDate(Connection connection, ContentEpoch.Held held, List<SpanRow> kept)
      throws SQLException {
    boolean reliedOnNothing = known.isEmpty();
    if (known.isOf(held.epoch())) {
      return true;
    }
    erased = ErasedSubjects.read(database.dialect(), connection);
    return reliedOnNothing && erased.without(kept).size() == kept.size();
  }

  private OptionalInt write(
      Connection connection, ContentSplitter.Split split, Step step, StaleHours stale)
      throws SQLException {
    if (!split.contents().isEmpty()) {
      database.dialect().insertContents(connection, split.contents());
    }
    int rows = step.on(connection, split.rows(), stale);
    stale.write(database.dialect(), connection);
    return OptionalInt.of(rows);
  }

  private int complete(Connection connection, List<SpanRow> filling, List<SpanRow> amendments)
      throws SQLException {
    int there = SpanAmendment.apply(connection, database.dialect(), filling);
    insertScores(connection, erased.without(amendments));
    return there;
  }

  private void insertScores(Connection connection, List<SpanRow> spans) throws SQLException {
    List<ScoreRow> scores =
        spans.stream()
            .flatMap(span -> span.scores().stream())
            .sorted(Comparator.comparing(ScoreRow::id))
            .toList();
    if (!scores.isEmpty()) {
      database.dialect().insertScores(connection, scores);
    }
  }

  private int insert(
      Connection connection,
      List<SpanRow> rows,
      List<SpanRow> batch,
      List<SpanKey> ended,
      StaleHours stale)
      throws SQLException {
    Set<SpanKey> inserted = new SpanInsertion(database.dialect(), connection, stale).insert(rows);
    insertScores(
        connection, batch.stream().filter(span -> inserted.contains(SpanKey.of(span))).toList());
    ended.addAll(running.ended(connection, batch, stale));
    return inserted.size();
  }

  private static List<SpanRow> distinctInOrder(Collection<SpanRow> spans) {
    Map<SpanKey, SpanRow> distinct = new LinkedHashMap<>();
    spans.forEach(span -> distinct.putIfAbsent(SpanKey.of(span), span));
    return distinct.values().stream().sorted(SpanKey.BY_DAY).toList();
  }

  private static Set<LocalDate> days(List<SpanRow> batch) {
    return batch.stream().map(Content::day).collect(Collectors.toSet());
  }
}
