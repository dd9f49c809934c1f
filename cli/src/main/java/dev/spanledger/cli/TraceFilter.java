// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.TraceQuery;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which runs. */
final class TraceFilter {
  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "RUNNING, UNSET, OK, ERROR, CANCELLED or ABANDONED.")
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

  /**
   * The query.
   *
   * @throws Trouble for what is no time
   */
  TraceQuery query(Clock clock) {
    TraceQuery query = TraceQuery.all();
    query = errors ? query.status("ERROR") : query;
    query = status == null ? query : query.status(status.toUpperCase(Locale.ROOT));
    query = agent == null ? query : query.agent(agent);
    query = session == null ? query : query.session(session);
    query = user == null ? query : query.user(user);
    query = service == null ? query : query.service(service);
    query = since == null ? query : query.from(Times.instant(since, clock));
    query = until == null ? query : query.until(Times.instant(until, clock));
    return minDuration == null ? query : query.atLeast(Times.duration(minDuration));
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
    add(given, "--since", since);
    add(given, "--until", until);
    add(given, "--min-duration", minDuration);
    return given.isEmpty() ? "" : " " + String.join(" ", given);
  }

  private static void add(List<String> given, String option, @Nullable String value) {
    if (value != null) {
      given.add(option + " " + Shell.quoted(value));
    }
  }
}
