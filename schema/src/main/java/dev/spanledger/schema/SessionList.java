// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Lists sessions by their newest traces. A trace is its session's newest if the index of sessions
 * has none behind it: no session is counted whole but those of the page.
 */
final class SessionList {
  private static final Column.Table TABLE = new Column.Table();
  private static final List<Column<?>> COLUMNS =
      List.of(
          TABLE.id("session_id"),
          TABLE.id("user_id"),
          TABLE.instant("start_time"),
          TABLE.instant("end_time"),
          TABLE.bigint("trace_count"),
          TABLE.bigint("failed_traces"),
          TABLE.bigint("error_count"),
          TABLE.real("busy_ms"),
          TABLE.bigint("total_tokens"),
          TABLE.decimal("cost_usd"));

  private final Dialect dialect;
  private final Handle handle;

  SessionList(Dialect dialect, Handle handle) {
    this.dialect = dialect;
    this.handle = handle;
  }

  SessionPage page(TraceQuery query) {
    List<TraceRow> newest = newest(query);
    boolean more = newest.size() > query.limit();
    List<TraceRow> page = more ? newest.subList(0, query.limit()) : newest;
    Map<String, SessionRow> sessions = sessions(page.stream().map(SessionList::session).toList());
    return new SessionPage(
        page.stream().map(trace -> sessions.get(session(trace))).filter(Objects::nonNull).toList(),
        more ? TraceCursor.of(page.get(page.size() - 1), TraceQuery.Sort.START).toString() : null);
  }

  Optional<SessionRow> one(String sessionId) {
    String id = Storable.id(sessionId);
    return Optional.ofNullable(sessions(List.of(id)).get(id));
  }

  private static String session(TraceRow trace) {
    return Objects.requireNonNull(trace.get(TraceColumns.SESSION_ID));
  }

  private List<TraceRow> newest(TraceQuery query) {
    List<String> conditions = new ArrayList<>(List.of("session_id IS NOT NULL"));
    List<Object> parameters = new ArrayList<>();
    for (TraceQuery.Condition condition : query.conditions()) {
      conditions.add(condition.sql().apply(dialect));
      parameters.addAll(condition.parameters());
    }
    TraceCursor after = query.after();
    if (after != null) {
      conditions.add("(start_time, trace_id) < (?, ?)");
      parameters.add(after.parameter(TraceQuery.Sort.START));
      parameters.add(after.traceId());
    }
    String sql =
        """
        SELECT %1$s FROM %2$s t WHERE %3$s AND NOT EXISTS (
          SELECT 1 FROM %2$s later WHERE later.session_id = t.session_id
          AND (later.start_time, later.trace_id) > (t.start_time, t.trace_id))
        ORDER BY start_time DESC, trace_id DESC LIMIT %4$d"""
            .formatted(
                dialect.sight().names("agent_traces", TraceColumns.STORED),
                dialect.table("agent_traces"),
                String.join(" AND ", conditions),
                query.limit() + 1);
    return bound(sql, parameters).map((rows, context) -> TraceRow.read(dialect, rows)).list();
  }

  private Map<String, SessionRow> sessions(List<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    String sql =
        "SELECT %s FROM %s WHERE session_id IN (%s)"
            .formatted(
                SpanReading.names(COLUMNS),
                dialect.table("agent_sessions"),
                ids.stream().map(id -> "?").collect(Collectors.joining(", ")));
    Map<String, SessionRow> sessions = new HashMap<>();
    bound(sql, List.copyOf(ids))
        .map((rows, context) -> row(rows))
        .forEach(session -> sessions.put(session.sessionId(), session));
    return sessions;
  }

  private Query bound(String sql, List<Object> parameters) {
    Query select = handle.createQuery(sql);
    for (int i = 0; i < parameters.size(); i++) {
      select.bind(i, dialect.parameter(parameters.get(i)));
    }
    return select;
  }

  private SessionRow row(ResultSet rows) throws SQLException {
    ColumnValues values = ColumnValues.read(dialect, rows, COLUMNS);
    return new SessionRow(
        values.required("session_id", String.class),
        values.text("user_id"),
        values.required("start_time", java.time.Instant.class),
        values.required("end_time", java.time.Instant.class),
        values.count("trace_count"),
        values.count("failed_traces"),
        values.count("error_count"),
        values.real("busy_ms"),
        values.count("total_tokens"),
        values.money("cost_usd"));
  }
}
