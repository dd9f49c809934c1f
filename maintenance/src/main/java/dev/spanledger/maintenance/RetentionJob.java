// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import dev.spanledger.schema.Expiry;
import dev.spanledger.schema.PurgePlan;
import dev.spanledger.schema.PurgeReport;
import dev.spanledger.schema.Retention;
import dev.spanledger.schema.Upkeep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Removes what the policy does not keep. */
final class RetentionJob implements Job {
  /** Remembers since when runs would have removed everything. */
  private static final String EMPTYING = "retention.emptying";

  private static final Duration PUT_OFF = Duration.ofDays(1);
  private static final Duration CLOCKS_APART = Duration.ofHours(1);

  private final Upkeep upkeep;
  private final Retention retention;
  private final RetentionPolicy policy;
  private final Clock clock;

  RetentionJob(Upkeep upkeep, RetentionPolicy policy, Clock clock) {
    this.upkeep = upkeep;
    this.retention = upkeep.retention();
    this.policy = policy;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "retention";
  }

  @Override
  public String run(Turn turn) {
    if (!turn.goesOn()) {
      return "";
    }
    Instant now = checkedNow();
    Expiry expiry = policy.at(now);
    requireThatSomethingStays(expiry, now);
    List<String> done = new ArrayList<>();
    Progress progress = new Progress(name(), turn);
    add(done, retention.purge(expiry, progress::goesOn));
    Expiry ofContent = policy.contentAt(now);
    if (ofContent != null && turn.goesOn()) {
      add(done, retention.forgetContent(ofContent, progress::goesOn));
    }
    new Limits(retention, policy, expiry, now).keep(progress, done);
    return String.join("; ", done);
  }

  private static void add(List<String> done, PurgeReport report) {
    if (!report.isEmpty()) {
      done.add(report.toString());
    }
  }

  /** What a run would do to traces now. */
  PurgePlan plan() {
    Instant now = upkeep.now();
    Expiry expiry = policy.at(now);
    return retention.plan(new Limits(retention, policy, expiry, now).ofTraces());
  }

  /** What is deleted is gone: so two clocks have to agree about the day. */
  private Instant checkedNow() {
    Instant database = upkeep.now();
    Duration apart = Duration.between(clock.instant(), database);
    if (apart.abs().compareTo(CLOCKS_APART) > 0) {
      throw new PutOffException(
          "nothing is removed while the clocks are more than an hour apart: the database's is %d minutes %s this process'; set the one that is wrong"
              .formatted(apart.abs().toMinutes(), apart.isNegative() ? "behind" : "ahead of"));
    }
    return database;
  }

  private void requireThatSomethingStays(Expiry expiry, Instant now) {
    if (policy.mayEmpty() || retention.leavesSomething(expiry)) {
      if (!upkeep.state(EMPTYING).orElse("").isEmpty()) {
        upkeep.remember(EMPTYING, "");
      }
      return;
    }
    String since = upkeep.state(EMPTYING).orElse("");
    if (since.isEmpty()) {
      upkeep.remember(EMPTYING, now.toString());
      since = now.toString();
    }
    Instant due = Instant.parse(since).plus(PUT_OFF);
    if (now.isBefore(due)) {
      throw new PutOffException(
          "every trace has expired (%s), and none would be left: is the database's clock right? Nothing is removed before %s, and then only if that is still so; RetentionPolicy.allowEmptying() does not wait"
              .formatted(policy, due));
    }
  }
}
