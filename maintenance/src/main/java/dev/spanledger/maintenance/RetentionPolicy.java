// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import dev.spanledger.schema.Expiry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How long traces are kept, in whole UTC days since the day on which they ended. Of several rules
 * that apply to a trace the longest wins.
 *
 * <pre>{@code
 * RetentionPolicy policy = RetentionPolicy.builder()
 *     .days(30)
 *     .daysOfErrors(90)
 *     .daysOfTag("golden", RetentionPolicy.FOREVER)
 *     .build();
 * }</pre>
 *
 * <p>A trace goes as a whole, or not at all: its age counts from the end of its last span. One that
 * has a span running is kept. Immutable.
 */
public final class RetentionPolicy {
  /** A hundred years, in days. */
  public static final int FOREVER = 36_500;

  private final int days;
  private final @Nullable Integer content;
  private final @Nullable Integer errors;
  private final @Nullable Integer scored;
  private final Map<String, Integer> tags;
  private final Map<String, Integer> agents;
  private final Map<String, Integer> environments;
  private final @Nullable Long maxBytes;
  private final @Nullable Long maxTraces;
  private final boolean mayEmpty;

  private RetentionPolicy(Builder builder, int days) {
    this.days = days;
    this.content = builder.content;
    this.errors = builder.errors;
    this.scored = builder.scored;
    this.tags = new TreeMap<>(builder.tags);
    this.agents = new TreeMap<>(builder.agents);
    this.environments = new TreeMap<>(builder.environments);
    this.maxBytes = builder.maxBytes;
    this.maxTraces = builder.maxTraces;
    this.mayEmpty = builder.mayEmpty;
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * The start of the oldest day whose spans are kept whatever trace they belong to. A span that
   * ended before comes too late: the next run would remove it.
   */
  public Instant oldestStart(Instant now) {
    return midnight(now, days);
  }

  /** In bytes; null for no limit. */
  @Nullable Long maxBytes() {
    return maxBytes;
  }

  /** Null for no limit. */
  @Nullable Long maxTraces() {
    return maxTraces;
  }

  /** What loses its content; null where content stays as long as its trace. */
  @Nullable Expiry contentAt(Instant now) {
    return content == null ? null : at(now).endedBefore(midnight(now, content));
  }

  boolean mayEmpty() {
    return mayEmpty;
  }

  Expiry at(Instant now) {
    return new Expiry(
        midnight(now, days),
        midnightOf(now, errors),
        midnightOf(now, scored),
        midnights(now, tags),
        midnights(now, agents),
        midnights(now, environments));
  }

  private static Map<String, Instant> midnights(Instant now, Map<String, Integer> rules) {
    return rules.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, rule -> midnight(now, rule.getValue())));
  }

  private static @Nullable Instant midnightOf(Instant now, @Nullable Integer days) {
    return days == null ? null : midnight(now, days);
  }

  private static Instant midnight(Instant now, int days) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC)
        .minusDays(days)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }

  /** What is kept for how long. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("traces " + days(days));
    describe(text, "their content", content);
    describe(text, "with errors", errors);
    describe(text, "with scores", scored);
    tags.forEach((tag, rule) -> describe(text, "tagged '" + tag + "'", rule));
    agents.forEach((agent, rule) -> describe(text, "of agent '" + agent + "'", rule));
    environments.forEach((name, rule) -> describe(text, "of environment '" + name + "'", rule));
    text.append(maxTraces == null ? "" : ", at most " + maxTraces + " traces");
    text.append(maxBytes == null ? "" : ", at most " + maxBytes + " bytes");
    return text.toString();
  }

  private static void describe(StringBuilder text, String which, @Nullable Integer days) {
    if (days != null) {
      text.append(", ").append(which).append(' ').append(days(days));
    }
  }

  private static String days(int days) {
    return days == FOREVER ? "for ever" : days == 1 ? "1 day" : days + " days";
  }

  /** Not thread-safe. Days are whole UTC days: 1 to {@link #FOREVER}. */
  public static final class Builder {
    private static final long SMALLEST_BYTES = 1L << 20;

    private @Nullable Integer days;
    private @Nullable Integer content;
    private @Nullable Integer errors;
    private @Nullable Integer scored;
    private final Map<String, Integer> tags = new TreeMap<>();
    private final Map<String, Integer> agents = new TreeMap<>();
    private final Map<String, Integer> environments = new TreeMap<>();
    private @Nullable Long maxBytes;
    private @Nullable Long maxTraces;
    private boolean mayEmpty;

    private Builder() {}

    /** How long traces are kept that no other rule keeps. */
    public Builder days(int days) {
      this.days = checked("days", days);
      return this;
    }

    /**
     * How long what was said is kept of traces that no longer rule keeps: inputs, outputs, prompts,
     * previews, queries, attributes, events. Then names and numbers stay. Default as long as the
     * trace.
     */
    public Builder daysOfContent(int days) {
      this.content = checked("daysOfContent", days);
      return this;
    }

    /**
     * How many bytes spans, contents and traces may take with their indexes, at least 1 MiB. Above
     * it the oldest traces go before their time, day by day, but for those that ended today and
     * those that a rule beside {@link #days} keeps. Default no limit.
     */
    public Builder maxBytes(long bytes) {
      if (bytes < SMALLEST_BYTES) {
        throw new IllegalArgumentException(
            "maxBytes must be 1 MiB (1048576) or more, but is " + bytes);
      }
      this.maxBytes = bytes;
      return this;
    }

    /**
     * How many traces there may be, at least 1. Above it the oldest go before their time, but for
     * those that ended within the last hour and those that a rule beside {@link #days} keeps. A
     * fiftieth more goes at once, so that there is room for a while. Default no limit.
     */
    public Builder maxTraces(long traces) {
      if (traces < 1) {
        throw new IllegalArgumentException("maxTraces must be 1 or more, but is " + traces);
      }
      this.maxTraces = traces;
      return this;
    }

    /**
     * How long traces are kept that ended in an error, were abandoned, or have an error that was
     * not handled.
     */
    public Builder daysOfErrors(int days) {
      this.errors = checked("daysOfErrors", days);
      return this;
    }

    /** How long traces are kept that have a score, theirs or of one of their spans. */
    public Builder daysOfScored(int days) {
      this.scored = checked("daysOfScored", days);
      return this;
    }

    /** How long traces are kept that have the tag. Any number of tags. */
    public Builder daysOfTag(String tag, int days) {
      tags.put(named("tag", tag), checked("daysOfTag " + tag, days));
      return this;
    }

    /** How long traces are kept whose agent this is, as {@code agent_traces} says. */
    public Builder daysOfAgent(String agent, int days) {
      agents.put(named("agent", agent), checked("daysOfAgent " + agent, days));
      return this;
    }

    /** How long traces of the environment are kept, as {@code agent_traces} says. */
    public Builder daysOfEnvironment(String environment, int days) {
      environments.put(
          named("environment", environment), checked("daysOfEnvironment " + environment, days));
      return this;
    }

    /**
     * Lets a run remove every trace there is. Without it such a run is put off for a day, because a
     * clock that jumped looks just so; see {@link Maintenance}.
     */
    public Builder allowEmptying() {
      this.mayEmpty = true;
      return this;
    }

    /**
     * Checks the rules against each other.
     *
     * @throws IllegalArgumentException where there is none, and where one that should keep traces
     *     longer keeps them no longer
     */
    public RetentionPolicy build() {
      if (days == null) {
        throw new IllegalArgumentException(
            "a retention policy needs days: how long to keep traces");
      }
      if (content != null && content > days) {
        throw new IllegalArgumentException(
            "daysOfContent is %d, longer than days (%d): content goes with its trace at the latest"
                .formatted(content, days));
      }
      requireLonger("daysOfErrors", errors, days);
      requireLonger("daysOfScored", scored, days);
      requireLonger(tags, tag -> "daysOfTag " + tag, days);
      requireLonger(agents, agent -> "daysOfAgent " + agent, days);
      requireLonger(environments, environment -> "daysOfEnvironment " + environment, days);
      return new RetentionPolicy(this, days);
    }

    private static void requireLonger(
        Map<String, Integer> rules, Function<String, String> name, int days) {
      rules.forEach((key, rule) -> requireLonger(name.apply(key), rule, days));
    }

    private static void requireLonger(String rule, @Nullable Integer longer, int days) {
      if (longer != null && longer < days) {
        throw new IllegalArgumentException(
            "%s is %d, shorter than days (%d): such a rule keeps traces longer than others, and the longest that applies wins. Make days shorter, and give what shall stay longer a rule"
                .formatted(rule, longer, days));
      }
    }

    private static String named(String what, String name) {
      if (Objects.requireNonNull(name, what).isBlank()) {
        throw new IllegalArgumentException("the name of the " + what + " is blank");
      }
      return name;
    }

    private static int checked(String rule, int days) {
      if (days < 1 || days > FOREVER) {
        throw new IllegalArgumentException(
            "%s must be from 1 to %d days, but is %d: less than a day would delete everything"
                .formatted(rule, FOREVER, days));
      }
      return days;
    }
  }
}
