// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the spans that are stored, whoever stores them: in this process, in another, or on
 * another machine. Each poll answers what has become visible since the one before; of content it
 * has the previews. It only reads. For one thread at a time.
 *
 * <p>{@code ingested_at} is when a transaction began, and transactions end in another order than
 * they begin. Each poll therefore looks half a second back, and every two seconds fifteen seconds:
 * what a writer took longer than that to commit is not followed. Where nothing comes it looks back
 * ever less: it would read the same rows again. Nor are spans followed that began more than two
 * days before they were stored.
 */
public final class ChangeFeed {
  private static final Duration OVERLAP = Duration.ofMillis(500);
  private static final Duration SWEEP = Duration.ofSeconds(15);
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(2);
  private static final Duration RARELY = Duration.ofMinutes(1);

  /** How long after the last span there is still one about to come from before it. */
  private static final Duration LATE = Duration.ofSeconds(1);

  private static final Duration LONGEST_SPAN = Duration.ofDays(2);
  private static final int MOST = 10_000;

  /** Keys in one statement. */
  private static final int MANY = 400;

  private static final Column<Instant> ARRIVED_AT = new Column.Table().instant("arrived_at");

  private static final List<Column<?>> COLUMNS =
      Stream.concat(
              Stream.of(
                  SpanColumns.TRACE_ID,
                  SpanColumns.SESSION_ID,
                  SpanColumns.SERVICE_NAME,
                  SpanColumns.OUTPUT_PREVIEW),
              SpanOutline.COLUMNS.stream())
          .<Column<?>>map(column -> column)
          .toList();

  private final Database database;
  private final LongSupplier nanoTime;
  private final Map<SpanKey, Instant> seen = new HashMap<>();
  private Instant position;
  private long sweptAt;
  private long heardAt;
  private Duration sweepEvery = SWEEP_EVERY;

  private ChangeFeed(Database database, Instant position, LongSupplier nanoTime) {
    this.database = database;
    this.position = position;
    this.nanoTime = nanoTime;
    this.sweptAt = nanoTime.getAsLong();
    this.heardAt = sweptAt;
  }

  /** From a time on, or from now on without what is there already. */
  static ChangeFeed of(Database database, @Nullable Instant since, LongSupplier nanoTime) {
    return Opening.explain(
        () ->
            database.run(
                connection -> {
                  Instant start =
                      since == null
                          ? database.dialect().askTime(connection)
                          : Storable.instant(since);
                  ChangeFeed feed = new ChangeFeed(database, start, nanoTime);
                  if (since == null) {
                    feed.seen.putAll(feed.arrivals(connection, start.minus(SWEEP), MOST));
                  }
                  return feed;
                }));
  }

  /** The database's time up to which spans were answered: another feed may go on from there. */
  public Instant position() {
    return position;
  }

  /**
   * The spans that have become visible, in the order in which they were stored; empty where there
   * are none. A feed that goes on where another has ended may answer some of its last once more.
   *
   * @param limit from 1 to 10,000; more wait for the next poll
   */
  public List<SpanRow> poll(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit must be from 1 to 10000, but is " + limit);
    }
    return Opening.explain(() -> database.run(connection -> poll(connection, limit)));
  }

  private List<SpanRow> poll(Connection connection, int limit) throws SQLException {
    long now = nanoTime.getAsLong();
    boolean sweeps = now - sweptAt >= sweepEvery.toNanos();
    Duration overlap = now - heardAt < LATE.toNanos() ? OVERLAP : Duration.ZERO;
    Instant from = position.minus(sweeps ? SWEEP : overlap);
    Map<SpanKey, Instant> arrivals = arrivals(connection, from, limit + seen.size());
    List<SpanKey> fresh =
        arrivals.keySet().stream().filter(key -> !seen.containsKey(key)).limit(limit).toList();
    List<SpanRow> spans = spans(connection, fresh);
    for (SpanKey key : fresh) {
      Instant at = Objects.requireNonNull(arrivals.get(key));
      seen.put(key, at);
      position = at.isAfter(position) ? at : position;
    }
    if (!fresh.isEmpty()) {
      heardAt = now;
      sweepEvery = SWEEP_EVERY;
    }
    if (sweeps) {
      sweptAt = now;
      sweepEvery = fresh.isEmpty() ? doubled(sweepEvery) : SWEEP_EVERY;
      Instant forgotten = position.minus(SWEEP).minus(OVERLAP);
      seen.values().removeIf(at -> at.isBefore(forgotten));
    }
    return spans;
  }

  private static Duration doubled(Duration pause) {
    return pause.compareTo(RARELY) < 0 ? pause.multipliedBy(2) : pause;
  }

  /** As many are seen already, at most, as the limit is raised by. */
  private Map<SpanKey, Instant> arrivals(Connection connection, Instant from, int limit)
      throws SQLException {
    String sql =
        """
        SELECT trace_id, span_id, ingested_at AS arrived_at FROM %s
        WHERE ingested_at >= ? AND start_time >= ?
        ORDER BY ingested_at, trace_id, span_id LIMIT %d"""
            .formatted(table(), limit);
    Map<SpanKey, Instant> arrivals = new LinkedHashMap<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, database.dialect().parameter(from));
      select.setObject(2, database.dialect().parameter(from.minus(LONGEST_SPAN)));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          arrivals.put(
              new SpanKey(rows.getString(1), rows.getString(2)),
              Objects.requireNonNull(ARRIVED_AT.cast(database.dialect().read(rows, ARRIVED_AT))));
        }
      }
    }
    return arrivals;
  }

  private List<SpanRow> spans(Connection connection, List<SpanKey> keys) throws SQLException {
    Map<SpanKey, SpanRow> found = new HashMap<>();
    for (int from = 0; from < keys.size(); from += MANY) {
      List<SpanKey> some = keys.subList(from, Math.min(keys.size(), from + MANY));
      String sql =
          "SELECT %s FROM %s WHERE %s"
              .formatted(
                  SpanOutline.names(database.dialect(), COLUMNS),
                  table(),
                  SpanKey.among(some.size()));
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        SpanKey.bind(select, 1, some);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            SpanRow span = SpanRow.read(database.dialect(), rows, COLUMNS);
            found.put(new SpanKey(span.traceId(), span.spanId()), span);
          }
        }
      }
    }
    return keys.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  private String table() {
    return database.dialect().table("agent_spans");
  }
}
