// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import dev.spanledger.schema.Expiry;
import dev.spanledger.schema.PurgeReport;
import dev.spanledger.schema.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Makes room where there are more traces or bytes than the policy allows: the oldest go before
 * their time, but never what a rule beside the age keeps, and nothing that is quite new.
 */
final class Limits {
  private static final Duration NEW = Duration.ofHours(1);
  private static final int MORE_AT_ONCE = 50;

  private final Retention retention;
  private final RetentionPolicy policy;
  private final Expiry expiry;
  private final Instant now;

  Limits(Retention retention, RetentionPolicy policy, Expiry expiry, Instant now) {
    this.retention = retention;
    this.policy = policy;
    this.expiry = expiry;
    this.now = now;
  }

  /**
   * Adds to what was done, for people.
   *
   * @throws PutOffException where there is nothing to do about it
   */
  void keep(Progress progress, List<String> done) {
    String warning = keepTraces(progress, done) + keepBytes(progress, done);
    if (!warning.isEmpty() && done.isEmpty()) {
      throw new PutOffException(warning);
    }
    if (!warning.isEmpty()) {
      done.add(warning);
    }
  }

  /** Which traces go, by their age and their number. */
  Expiry ofTraces() {
    Long most = policy.maxTraces();
    return most == null
        ? expiry
        : retention.endOfExcess(expiry, most).map(this::upTo).orElse(expiry);
  }

  private String keepTraces(Progress progress, List<String> done) {
    Long most = policy.maxTraces();
    if (most == null || !progress.goesOn(done) || retention.endOfExcess(expiry, most).isEmpty()) {
      return "";
    }
    Optional<Instant> end = retention.endOfExcess(expiry, most - most / MORE_AT_ONCE);
    add(done, retention.makeRoom(upTo(end.orElse(expiry.endedBefore())), progress::goesOn));
    return progress.goesOn(done) && retention.endOfExcess(expiry, most).isPresent()
        ? "more than maxTraces (%d) are kept by longer rules, or are quite new. ".formatted(most)
        : "";
  }

  private Expiry upTo(Instant end) {
    Instant after = end.plus(Duration.ofNanos(1_000));
    Instant old = now.minus(NEW);
    Instant before = after.isBefore(old) ? after : old;
    return before.isAfter(expiry.endedBefore()) ? expiry.endedBefore(before) : expiry;
  }

  private String keepBytes(Progress progress, List<String> done) {
    Long most = policy.maxBytes();
    if (most == null) {
      return "";
    }
    Instant today = midnight(now);
    while (progress.goesOn(done) && retention.bytes(most) > most) {
      Optional<Instant> oldest = retention.oldestEnd(expiry).filter(end -> end.isBefore(today));
      if (oldest.isEmpty()) {
        return "more than maxBytes (%d) are kept by longer rules, or are of today. "
            .formatted(most);
      }
      Instant nextDay = midnight(oldest.get()).plus(Duration.ofDays(1));
      PurgeReport report = retention.makeRoom(expiry.endedBefore(nextDay), progress::goesOn);
      add(done, report);
      if (!report.left().isEmpty() || report.traces() == 0) {
        return "";
      }
    }
    return "";
  }

  private static Instant midnight(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static void add(List<String> done, PurgeReport report) {
    if (!report.isEmpty()) {
      done.add(report.toString());
    }
  }
}
