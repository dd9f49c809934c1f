// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Lists the traces that a query asks for, and counts what they are. */
final class TraceList {
  private final Dialect dialect;
  private final Handle handle;
  private final TraceQuery query;
  private final List<String> conditions = new ArrayList<>(List.of("1 = 1"));
  private final List<Object> parameters = new ArrayList<>();

  TraceList(Dialect dialect, Handle handle, TraceQuery query) {
    this.dialect = dialect;
    this.handle = handle;
    this.query = query;
    for (TraceQuery.Condition condition : query.conditions()) {
      conditions.add(condition.sql().apply(dialect));
      parameters.addAll(condition.parameters());
    }
  }

  TracePage page() {
    List<TraceRow> traces = select();
    boolean more = traces.size() > query.limit();
    List<TraceRow> page = more ? traces.subList(0, query.limit()) : traces;
    return new TracePage(
        List.copyOf(page),
        more ? TraceCursor.of(page.get(page.size() - 1), query.sort()).toString() : null);
  }

  private List<TraceRow> select() {
    TraceCursor after = query.after();
    if (after != null) {
      Object position = after.parameter(query.sort());
      conditions.add(
          "(%s, trace_id) %s (?, ?)".formatted(query.sort().sql(), after.inclusive() ? "<=" : "<"));
      parameters.add(position);
      parameters.add(after.traceId());
    }
    String sql =
        "SELECT %s FROM %s t WHERE %s ORDER BY %s DESC, trace_id DESC LIMIT %d"
            .formatted(
                dialect.sight().names("agent_traces", TraceColumns.STORED),
                dialect.table("agent_traces"),
                String.join(" AND ", conditions),
                query.sort().sql(),
                query.limit() + 1);
    return bound(sql).map((rows, context) -> TraceRow.read(dialect, rows)).list();
  }

  /** One more than is counted tells whether there are more. */
  TraceFacets facets() {
    String sql =
        "SELECT %s FROM %s t WHERE %s ORDER BY start_time DESC LIMIT %d"
            .formatted(
                TraceFacets.COLUMNS.stream().map(Column::name).collect(Collectors.joining(", ")),
                dialect.table("agent_traces"),
                String.join(" AND ", conditions),
                TraceFacets.MOST + 1);
    FacetCount count = new FacetCount();
    bound(sql).map((rows, context) -> TraceFacets.read(dialect, rows)).forEach(count::add);
    return count.facets();
  }

  private Query bound(String sql) {
    Query select = handle.createQuery(sql);
    for (int i = 0; i < parameters.size(); i++) {
      select.bind(i, dialect.parameter(Objects.requireNonNull(parameters.get(i))));
    }
    return select;
  }
}
