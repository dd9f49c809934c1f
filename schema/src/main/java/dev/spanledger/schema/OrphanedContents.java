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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Removes the contents of a day that no span of the day names any more. What is named is found out
 * hour by hour, while others write; what they have written meanwhile is looked at again, alone with
 * the contents, just before some are removed.
 */
final class OrphanedContents {
  /** At a time, so that writers wait for moments only. */
  private static final int PIECE = 500;

  /**
   * No transaction of a writer is older: one that began before the search may still be going on.
   */
  private static final Duration OLDEST_WRITE = Duration.ofHours(1);

  private static final String NAMES =
      ContentRefs.COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "));

  private final Upkeep upkeep;
  private final Dialect dialect;
  private final LocalDate day;

  OrphanedContents(Upkeep upkeep, Dialect dialect, LocalDate day) {
    this.upkeep = upkeep;
    this.dialect = dialect;
    this.day = day;
  }

  /**
   * Says how many there were. Where it does not go on, some may be left: to be called again.
   *
   * @param goesOn asked before each piece of work
   */
  long remove(BooleanSupplier goesOn) {
    Instant before = upkeep.now().minus(OLDEST_WRITE);
    Set<UUID> named = new HashSet<>();
    for (int hour = 0; hour < 24; hour++) {
      if (!goesOn.getAsBoolean()) {
        return 0;
      }
      Instant from = day.atTime(hour, 0).toInstant(ZoneOffset.UTC);
      named.addAll(upkeep.call(connection -> named(connection, from, Duration.ofHours(1))));
    }
    named.addAll(upkeep.call(connection -> listed(connection, named)));
    List<UUID> orphans = new ArrayList<>(upkeep.call(connection -> others(connection, named)));
    long removed = 0;
    for (int at = 0; at < orphans.size() && goesOn.getAsBoolean(); at += PIECE) {
      List<UUID> piece = orphans.subList(at, Math.min(orphans.size(), at + PIECE));
      removed += upkeep.erasing(connection -> remove(connection, piece, before));
    }
    return removed;
  }

  private Set<UUID> named(Connection connection, Instant from, Duration time) throws SQLException {
    String sql =
        "SELECT %s FROM %s WHERE start_time >= ? AND start_time < ?"
            .formatted(NAMES, dialect.table("agent_spans"));
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setObject(1, dialect.parameter(from));
      query.setObject(2, dialect.parameter(from.plus(time)));
      return named(query);
    }
  }

  /** By what has come since the search began. */
  private Set<UUID> namedSince(Connection connection, Instant ingested) throws SQLException {
    String sql =
        "SELECT %s FROM %s WHERE start_time >= ? AND start_time < ? AND ingested_at >= ?"
            .formatted(NAMES, dialect.table("agent_spans"));
    Instant start = day.atStartOfDay().toInstant(ZoneOffset.UTC);
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setObject(1, dialect.parameter(start));
      query.setObject(2, dialect.parameter(start.plus(Duration.ofDays(1))));
      query.setObject(3, dialect.parameter(ingested));
      return named(query);
    }
  }

  private Set<UUID> named(PreparedStatement query) throws SQLException {
    Set<UUID> named = new HashSet<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        named.addAll(ContentRefs.of(SpanRow.read(dialect, rows, ContentRefs.COLUMNS)));
      }
    }
    return named;
  }

  /** What those of them name that are lists. */
  private Set<UUID> listed(Connection connection, Set<UUID> named) throws SQLException {
    String sql =
        "SELECT content_id, content FROM %s WHERE day = ? AND content_type = '%s'"
            .formatted(dialect.table("agent_contents"), Content.LIST);
    Set<UUID> listed = new HashSet<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setObject(1, dialect.parameter(day));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          if (named.contains(UUID.fromString(rows.getString(1)))) {
            listed.addAll(ContentRefs.ids(rows.getString(2)));
          }
        }
      }
    }
    return listed;
  }

  /** The day's contents that are not named. */
  private Set<UUID> others(Connection connection, Set<UUID> named) throws SQLException {
    String sql =
        "SELECT content_id FROM %s WHERE day = ?".formatted(dialect.table("agent_contents"));
    Set<UUID> others = new HashSet<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setObject(1, dialect.parameter(day));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          UUID id = UUID.fromString(rows.getString(1));
          if (!named.contains(id)) {
            others.add(id);
          }
        }
      }
    }
    return others;
  }

  private long remove(Connection connection, List<UUID> orphans, Instant since)
      throws SQLException {
    ContentEpoch.advance(dialect, connection);
    Set<UUID> again = namedSince(connection, since);
    again.addAll(listed(connection, again));
    List<UUID> piece = orphans.stream().filter(id -> !again.contains(id)).sorted().toList();
    return piece.isEmpty() ? 0 : delete(connection, piece);
  }

  private long delete(Connection connection, Collection<UUID> ids) throws SQLException {
    String sql =
        "DELETE FROM %s WHERE day = ? AND content_id IN (%s)"
            .formatted(
                dialect.table("agent_contents"),
                String.join(", ", Collections.nCopies(ids.size(), "?")));
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      int place = 1;
      delete.setObject(place++, dialect.parameter(day));
      for (UUID id : ids) {
        delete.setObject(place++, dialect.parameter(id));
      }
      return delete.executeUpdate();
    }
  }
}
