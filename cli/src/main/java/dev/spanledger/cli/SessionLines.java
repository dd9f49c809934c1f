// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.SessionRow;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions, a line or a row each. */
final class SessionLines {
  static final List<String> COLUMNS =
      List.of(
          "session",
          "user",
          "start",
          "end",
          "runs",
          "failed_runs",
          "busy_ms",
          "tokens",
          "cost_usd");

  private SessionLines() {}

  /** {@code s9 user=u1 runs=4 (1 ERR) 41.2s 83k tok $0.41 <when>}. */
  static String line(SessionRow session) {
    return "%s%s runs=%d%s %s %s tok %s %s"
        .formatted(
            Figures.line(session.sessionId(), 80),
            session.userId() == null ? "" : " user=" + Figures.line(session.userId(), 80),
            session.traces(),
            session.failedTraces() == 0 ? "" : " (" + session.failedTraces() + " ERR)",
            Figures.duration(session.busyMs()),
            Figures.tokens(session.totalTokens()),
            Figures.cost(session.costUsd()),
            Figures.time(session.startTime()));
  }

  static List<@Nullable Object> row(SessionRow session) {
    return Arrays.asList(
        session.sessionId(),
        session.userId(),
        session.startTime().toString(),
        session.endTime().toString(),
        session.traces(),
        session.failedTraces(),
        session.busyMs(),
        session.totalTokens(),
        session.costUsd());
  }
}
