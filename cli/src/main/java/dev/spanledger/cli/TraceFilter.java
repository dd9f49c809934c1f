// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.TraceQuery;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which runs. */
final class TraceFilter {
  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "RUNNING, OK (and UNSET), UNSET, ERROR, CANCELLED or ABANDONED.")
  private @Nullable String status;

  @Option(names = "--errors", description = "Those that failed: --status ERROR.")
  private boolean errors;

  @Option(names = "--agent", paramLabel = "NAME", description = "Of this agent.")
  private @Nullable String agent;

  @Option(names = "--session", paramLabel = "ID", description = "Of this session.")
  private @Nullable String session;

  @Option(names = "--user", paramLabel = "ID", description = "Of this user.")
  private @Nullable String user;

  @Option(names = "--service", paramLabel = "NAME", description = "Of this service.")
  private @Nullable String service;

  @Option(names = "--environment", paramLabel = "NAME", description = "Of this environment.")
  private @Nullable String environment;

  @Option(names = "--model", paramLabel = "NAME", description = "With a call of this model.")
  private @Nullable String model;

  @Option(names = "--tool", paramLabel = "NAME", description = "With a call of this tool.")
  private @Nullable String tool;

  @Option(names = "--tag", paramLabel = "TAG", description = "With this tag.")
  private @Nullable String tag;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "With this in the name, first error, or beginning of input or output.")
  private @Nullable String text;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "Begun since: 30m, 2h, 7d, or 2026-11-29T08:00Z.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "WHEN", description = "Begun before; as --since.")
  private @Nullable String until;

  @Option(
      names = "--min-duration",
      paramLabel = "TIME",
      description = "That took at least so long: 500ms, 30s, 2m.")
  private @Nullable String minDuration;

  @Option(names = "--min-tokens", paramLabel = "N", description = "With at least so many tokens.")
  private @Nullable Long minTokens;

  @Option(names = "--min-cost", paramLabel = "USD", description = "That cost at least so much.")
  private @Nullable BigDecimal minCost;

  /**
   * The query.
   *
   * @throws Trouble for what is no time
   */
  TraceQuery query(Clock clock) {
    TraceQuery query = errors ? TraceQuery.all().status("ERROR") : TraceQuery.all();
    query = with(query, status, (q, value) -> q.outcome(value.toUpperCase(Locale.ROOT)));
    query = with(query, agent, TraceQuery::agent);
    query = with(query, session, TraceQuery::session);
    query = with(query, user, TraceQuery::user);
    query = with(query, service, TraceQuery::service);
    query = with(query, environment, TraceQuery::environment);
    query = with(query, model, TraceQuery::model);
    query = with(query, tool, TraceQuery::tool);
    query = with(query, tag, TraceQuery::tag);
    query = with(query, text, TraceQuery::text);
    query = with(query, since, (q, value) -> q.from(Times.instant(value, clock)));
    query = with(query, until, (q, value) -> q.until(Times.instant(value, clock)));
    query = with(query, minDuration, (q, value) -> q.atLeast(Times.duration(value)));
    query = with(query, minTokens, TraceQuery::atLeastTokens);
    return with(query, minCost, TraceQuery::atLeastCost);
  }

  private static <T> TraceQuery with(
      TraceQuery query, @Nullable T value, BiFunction<TraceQuery, T, TraceQuery> condition) {
    return value == null ? query : condition.apply(query, value);
  }

  /** The options that were given, as they would be typed, each with a space before it. */
  @Override
  public String toString() {
    List<String> given = new ArrayList<>();
    add(given, "--status", status);
    if (errors) {
      given.add("--errors");
    }
    add(given, "--agent", agent);
    add(given, "--session", session);
    add(given, "--user", user);
    add(given, "--service", service);
    add(given, "--environment", environment);
    add(given, "--model", model);
    add(given, "--tool", tool);
    add(given, "--tag", tag);
    add(given, "--text", text);
    add(given, "--since", since);
    add(given, "--until", until);
    add(given, "--min-duration", minDuration);
    add(given, "--min-tokens", minTokens);
    add(given, "--min-cost", minCost);
    return given.isEmpty() ? "" : " " + String.join(" ", given);
  }

  private static void add(List<String> given, String option, @Nullable Object value) {
    if (value != null) {
      given.add(option + " " + Shell.quoted(value.toString()));
    }
  }
}
