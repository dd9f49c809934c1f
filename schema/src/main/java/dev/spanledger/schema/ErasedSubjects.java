// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who was erased: their spans that were waiting in a queue, on a disk or in another process are not
 * stored when they come. Immutable.
 */
final class ErasedSubjects {
  static final ErasedSubjects NONE = new ErasedSubjects(Map.of());

  private final Map<Key, Instant> requested;

  private record Key(String kind, String hash) {}

  private ErasedSubjects(Map<Key, Instant> requested) {
    this.requested = requested;
  }

  static ErasedSubjects read(Dialect dialect, Connection connection) throws SQLException {
    String sql =
        "SELECT subject_kind, subject_hash, requested_at AS start_time FROM %s"
            .formatted(dialect.table("agent_erasures"));
    Map<Key, Instant> requested = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        Instant at = SpanRow.read(dialect, rows, List.of(SpanColumns.START_TIME)).startTime();
        requested.put(new Key(rows.getString(1), rows.getString(2)), at);
      }
    }
    return requested.isEmpty() ? NONE : new ErasedSubjects(requested);
  }

  /** Those that may be stored: a trace goes as a whole, as far as it is seen here. */
  List<SpanRow> without(Collection<SpanRow> spans) {
    if (requested.isEmpty()) {
      return List.copyOf(spans);
    }
    Set<String> erased =
        spans.stream().filter(this::covers).map(SpanRow::traceId).collect(Collectors.toSet());
    return spans.stream().filter(span -> !erased.contains(span.traceId())).toList();
  }

  /**
   * A trace that was erased is over; what a user or a session does afterwards is another matter.
   */
  boolean covers(SpanRow span) {
    return !requested.isEmpty()
        && (at(DataSubject.Kind.TRACE, span.traceId()) != null
            || startedBefore(at(DataSubject.Kind.USER, span.get(SpanColumns.USER_ID)), span)
            || startedBefore(at(DataSubject.Kind.SESSION, span.get(SpanColumns.SESSION_ID)), span));
  }

  private @Nullable Instant at(DataSubject.Kind kind, @Nullable String id) {
    return id == null || id.isBlank()
        ? null
        : requested.get(new Key(kind.stored(), new DataSubject(kind, id).hash()));
  }

  private static boolean startedBefore(@Nullable Instant request, SpanRow span) {
    return request != null && !span.startTime().isAfter(request);
  }
}
