// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Of what, and from when to when usage is asked for. It is counted by the hour: times are taken
 * back to the hour that they are in, and the last hour is whole. Immutable.
 */
public final class UsageQuery {
  /** Beyond it, a line over time has a point a day. */
  private static final Duration LONGEST_BY_HOUR = Duration.ofDays(7);

  private final By by;
  private final Instant from;
  private final Instant until;

  /** Whose usage: each has a row. */
  public enum By {
    /** An agent's runs, with the tokens of all that they called. */
    AGENT("agent_name", "kind = 'AGENT'"),
    /** A model's calls. */
    MODEL("model", "kind IN ('LLM', 'EMBEDDING')"),
    /** A tool's calls. */
    TOOL("tool_name", "kind = 'TOOL'"),
    /** A service's spans of all kinds. */
    SERVICE("service_name", "1 = 1");

    private final String column;
    private final String calls;

    By(String column, String calls) {
      this.column = column;
      this.calls = calls;
    }

    String column() {
      return column;
    }

    /** Which spans are calls; the others only add tokens. */
    String calls() {
      return calls;
    }
  }

  private UsageQuery(By by, Instant from, Instant until) {
    this.by = by;
    this.from = from;
    this.until = until;
  }

  /**
   * Usage in a time.
   *
   * @throws IllegalArgumentException where the time ends before it begins
   */
  public static UsageQuery of(By by, Instant from, Instant until) {
    if (until.isBefore(from)) {
      throw new IllegalArgumentException("until is before from: " + from + " to " + until);
    }
    return new UsageQuery(
        Objects.requireNonNull(by, "by"), hour(from), hour(until.minusNanos(1)).plusSeconds(3_600));
  }

  private static Instant hour(Instant time) {
    return Storable.instant(time).truncatedTo(ChronoUnit.HOURS);
  }

  By by() {
    return by;
  }

  Instant from() {
    return from;
  }

  Instant until() {
    return until;
  }

  boolean isByHour() {
    return Duration.between(from, until).compareTo(LONGEST_BY_HOUR) <= 0;
  }
}
