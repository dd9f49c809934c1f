// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the newest traces that meet a query's conditions are. Immutable.
 *
 * @param traces how many were counted
 * @param complete whether these are all; no more than {@value #MOST} are counted
 * @param values by the name of a column of {@code agent_traces} (status, agent_name, service_name,
 *     environment, models, tags): its values with how many traces have each, the most first,
 *     {@value #MOST_VALUES} at most
 * @param timeline in order of time, without those in which nothing began; empty where nothing was
 *     counted
 */
public record TraceFacets(
    long traces, boolean complete, Map<String, List<Count>> values, List<Slot> timeline) {
  /** Traces that are counted: more take too long to wait for. */
  static final int MOST = 20_000;

  /** Values of a column: who has more of them will not read them all. */
  static final int MOST_VALUES = 50;

  static final List<Column<?>> COLUMNS =
      List.of(
          TraceColumns.START_TIME,
          TraceColumns.STATUS,
          TraceColumns.AGENT_NAME,
          TraceColumns.SERVICE_NAME,
          TraceColumns.ENVIRONMENT,
          TraceColumns.MODELS,
          TraceColumns.TAGS);

  /** A value, and how many traces have it. */
  public record Count(String value, long traces) {}

  /**
   * A time and what began in it.
   *
   * @param failed those with status ERROR
   */
  public record Slot(Instant start, Duration length, long traces, long failed) {}

  /** The row that a result set is at: a value a column. */
  static @Nullable Object[] read(Dialect dialect, ResultSet rows) throws SQLException {
    @Nullable Object[] values = new @Nullable Object[COLUMNS.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = dialect.read(rows, COLUMNS.get(i));
    }
    return values;
  }
}
