// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which traces to list, newest first unless sorted otherwise. Every condition is optional, and all
 * given ones must hold. Immutable; each method answers a changed copy.
 *
 * <pre>{@code
 * TraceQuery.all().agent("support").status("ERROR").from(yesterday).limit(20)
 * }</pre>
 */
public final class TraceQuery {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 1_000;

  private final Map<String, Condition> conditions;
  private final Sort sort;
  private final int limit;
  private final @Nullable TraceCursor after;

  /** What comes first. */
  public enum Sort {
    /** The newest: the order that an index has, quick in any number of traces. */
    START("start_time"),
    /** The longest. As the next two, it looks at all traces that meet the conditions. */
    DURATION("duration_ms"),
    /** Those with most tokens. */
    TOKENS("coalesce(total_tokens, 0)"),
    /** The dearest; those whose cost is not known come last. */
    COST("round(coalesce(cost_usd, -1), 9)");

    private final String sql;

    Sort(String sql) {
      this.sql = sql;
    }

    String sql() {
      return sql;
    }
  }

  /**
   * A condition in the words of a dialect.
   *
   * @param parameters for its question marks
   */
  record Condition(Function<Dialect, String> sql, List<Object> parameters) {
    static Condition on(String sql, Object parameter) {
      return new Condition(dialect -> sql, List.of(parameter));
    }
  }

  private TraceQuery(
      Map<String, Condition> conditions, Sort sort, int limit, @Nullable TraceCursor after) {
    this.conditions = conditions;
    this.sort = sort;
    this.limit = limit;
    this.after = after;
  }

  /** The 50 newest traces. */
  public static TraceQuery all() {
    return new TraceQuery(Map.of(), Sort.START, DEFAULT_LIMIT, null);
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

  /**
   * As {@link #status}, but OK takes in what ended and says nothing of failing, UNSET: most
   * instrumentation never says OK.
   */
  public TraceQuery outcome(String status) {
    return status.equals("OK")
        ? with("status", new Condition(dialect -> "status IN ('OK', 'UNSET')", List.of()))
        : status(status);
  }

  public TraceQuery service(String serviceName) {
    return with("service", "service_name = ?", serviceName);
  }

  public TraceQuery environment(String environment) {
    return with("environment", "environment = ?", environment);
  }

  public TraceQuery project(String project) {
    return with("project", "project = ?", project);
  }

  /** Traces with a call of this model. */
  public TraceQuery model(String model) {
    return with("model", dialect -> dialect.hasElement("models", Storable.id(model)));
  }

  /** Traces with this tag. */
  public TraceQuery tag(String tag) {
    return with("tag", dialect -> dialect.hasElement("tags", Storable.id(tag)));
  }

  /** Traces with a call of this tool: each trace's spans are looked at until the page is full. */
  public TraceQuery tool(String toolName) {
    Condition calls =
        new Condition(
            dialect ->
                "EXISTS (SELECT 1 FROM %s s WHERE s.trace_id = t.trace_id AND s.tool_name = ?)"
                    .formatted(dialect.table("agent_spans")),
            List.of(Storable.id(toolName)));
    return with("tool", calls);
  }

  /**
   * Traces that have the text in their name, first error, or in the beginning of what they were
   * given or have answered; letters in any case.
   */
  public TraceQuery text(String text) {
    String pattern = Like.containing(Storable.id(text));
    return with(
        "text",
        new Condition(
            dialect ->
                Stream.of("name", "first_error", "input_preview", "output_preview")
                    .map(dialect::like)
                    .collect(Collectors.joining(" OR ", "(", ")")),
            List.of(pattern, pattern, pattern, pattern)));
  }

  /** Traces with at least so many tokens. */
  public TraceQuery atLeastTokens(long tokens) {
    return with("tokens", "total_tokens >= ?", tokens);
  }

  /** Traces that are known to have cost at least so much. */
  public TraceQuery atLeastCost(BigDecimal usd) {
    return with("cost", "cost_usd >= ?", usd);
  }

  /** What comes first. Default {@link Sort#START}. A cursor belongs to the sort it came with. */
  public TraceQuery sort(Sort by) {
    return new TraceQuery(conditions, by, limit, after);
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
    return new TraceQuery(conditions, sort, traces, after);
  }

  /**
   * Goes on after a page.
   *
   * @param cursor {@link TracePage#next()}; null for the first page
   * @throws IllegalArgumentException where it is no such cursor
   */
  public TraceQuery after(@Nullable String cursor) {
    return new TraceQuery(
        conditions, sort, limit, cursor == null ? null : TraceCursor.parse(cursor));
  }

  /** The same in one of several databases. */
  TraceQuery in(String route) {
    if (sort != Sort.START) {
      throw new IllegalArgumentException("traces of several databases are sorted by start only");
    }
    return after == null ? this : new TraceQuery(conditions, sort, limit, after.in(route));
  }

  Collection<Condition> conditions() {
    return conditions.values();
  }

  Sort sort() {
    return sort;
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
    return with(name, Condition.on(sql, storable(Objects.requireNonNull(parameter, name))));
  }

  private TraceQuery with(String name, Function<Dialect, String> sql) {
    return with(name, new Condition(sql, List.of()));
  }

  private TraceQuery with(String name, Condition condition) {
    Map<String, Condition> changed = new LinkedHashMap<>(conditions);
    changed.put(name, condition);
    return new TraceQuery(changed, sort, limit, after);
  }
}
