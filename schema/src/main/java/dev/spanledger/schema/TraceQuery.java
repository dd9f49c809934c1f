// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which traces to list, newest first. Every condition is optional, and all given ones must hold.
 * Immutable; each method answers a changed copy.
 *
 * <pre>{@code
 * TraceQuery.all().agent("support").status("ERROR").from(yesterday).limit(20)
 * }</pre>
 */
public final class TraceQuery {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 1_000;

  private final Map<String, Condition> conditions;
  private final int limit;
  private final @Nullable TraceCursor after;

  /** A condition on a column, as {@code column operator ?}. */
  record Condition(String sql, Object parameter) {}

  private TraceQuery(Map<String, Condition> conditions, int limit, @Nullable TraceCursor after) {
    this.conditions = conditions;
    this.limit = limit;
    this.after = after;
  }

  /** The 50 newest traces. */
  public static TraceQuery all() {
    return new TraceQuery(Map.of(), DEFAULT_LIMIT, null);
  }

  public TraceQuery session(String sessionId) {
    return with("session", "session_id = ?", sessionId);
  }

  public TraceQuery user(String userId) {
    return with("user", "user_id = ?", userId);
  }

  public TraceQuery agent(String agentName) {
    return with("agent", "agent_name = ?", agentName);
  }

  /** RUNNING, UNSET, OK, ERROR, CANCELLED or ABANDONED. */
  public TraceQuery status(String status) {
    return with("status", "status = ?", status);
  }

  public TraceQuery service(String serviceName) {
    return with("service", "service_name = ?", serviceName);
  }

  /** Traces that began at this time or later. */
  public TraceQuery from(Instant start) {
    return with("from", "start_time >= ?", start);
  }

  /** Traces that began before this time. */
  public TraceQuery until(Instant end) {
    return with("until", "start_time < ?", end);
  }

  /** Traces that took at least so long. */
  public TraceQuery atLeast(Duration duration) {
    return with(
        "duration", "duration_ms >= ?", duration.getSeconds() * 1e3 + duration.getNano() / 1e6);
  }

  /** The size of a page: 1 to 1,000, default 50. */
  public TraceQuery limit(int traces) {
    if (traces < 1 || traces > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "limit must be from 1 to " + MAX_LIMIT + ", but is " + traces);
    }
    return new TraceQuery(conditions, traces, after);
  }

  /**
   * Goes on after a page.
   *
   * @param cursor {@link TracePage#next()}; null for the first page
   * @throws IllegalArgumentException where it is no such cursor
   */
  public TraceQuery after(@Nullable String cursor) {
    return new TraceQuery(conditions, limit, cursor == null ? null : TraceCursor.parse(cursor));
  }

  /** The same in one of several databases. */
  TraceQuery in(String route) {
    return after == null ? this : new TraceQuery(conditions, limit, after.in(route));
  }

  Iterable<Condition> conditions() {
    return conditions.values();
  }

  int limit() {
    return limit;
  }

  @Nullable TraceCursor after() {
    return after;
  }

  /** As a row would have it: what was cut or repaired when written is found by what it was. */
  private static Object storable(Object parameter) {
    if (parameter instanceof Instant time) {
      return Storable.instant(time);
    }
    return parameter instanceof String text ? Storable.id(text) : parameter;
  }

  private TraceQuery with(String name, String sql, Object parameter) {
    Map<String, Condition> changed = new LinkedHashMap<>(conditions);
    changed.put(name, new Condition(sql, storable(Objects.requireNonNull(parameter, name))));
    return new TraceQuery(changed, limit, after);
  }
}
