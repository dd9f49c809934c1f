// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says as conditions on a row {@code t} of {@code agent_traces} what an {@link Expiry} means. */
final class ExpirySql {
  /** A process whose spans were alive so lately may go on with their trace. */
  private static final Duration FRESH = Duration.ofDays(1);

  private final Dialect dialect;
  private final Expiry expiry;

  ExpirySql(Dialect dialect, Expiry expiry) {
    this.dialect = dialect;
    this.expiry = expiry;
  }

  /** Never null. */
  String expired() {
    return "(t.end_time < %s AND NOT %s)".formatted(literal(expiry.endedBefore()), excepted());
  }

  /** Never null. */
  String kept() {
    return "(t.end_time >= %s OR %s)".formatted(literal(expiry.endedBefore()), excepted());
  }

  /** What is kept however long ago it ended; never null. */
  String excepted() {
    List<String> reasons = new ArrayList<>();
    reasons.add(
        "EXISTS (SELECT 1 FROM %s o WHERE o.trace_id = t.trace_id AND o.heartbeat_at > %s)"
            .formatted(dialect.table("agent_open_spans"), dialect.now(Duration.ZERO.minus(FRESH))));
    if (expiry.errorsSince() != null) {
      reasons.add(
          since(expiry.errorsSince())
              + "(t.status IN ('ERROR', 'ABANDONED') OR t.error_count > t.handled_errors)");
    }
    if (expiry.scoredSince() != null) {
      reasons.add(
          since(expiry.scoredSince())
              + "EXISTS (SELECT 1 FROM %s j WHERE j.trace_id = t.trace_id)"
                  .formatted(dialect.table("agent_scores")));
    }
    expiry
        .tags()
        .forEach((tag, since) -> reasons.add(since(since) + dialect.hasElement("t.tags", tag)));
    expiry.agents().forEach((name, since) -> reasons.add(since(since) + is("agent_name", name)));
    expiry
        .environments()
        .forEach((name, since) -> reasons.add(since(since) + is("environment", name)));
    return "(" + String.join("\n  OR ", reasons) + ")";
  }

  /** No trace began later that has expired. */
  String bound() {
    return "t.start_time < " + literal(expiry.endedBefore());
  }

  private String since(Instant time) {
    return "t.end_time >= " + literal(time) + " AND ";
  }

  private String is(String column, String name) {
    return "coalesce(t.%s, '') = %s".formatted(column, literal(name));
  }

  private String literal(Object value) {
    return dialect.literal(value);
  }
}
