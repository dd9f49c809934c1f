// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.Upkeep;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Maintenance}. Every setting has a default. Not thread-safe. */
public final class MaintenanceBuilder {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(10);
  private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofDays(1);

  private final TraceSchema schema;
  private String name = "spanledger-maintenance";
  private int partitionsAhead = 7;
  private Duration abandonedAfter = Duration.ofMinutes(1);
  private double hangingFactor = 3;
  private Duration hangingAfter = Duration.ofHours(1);
  private Duration firstAfter = Duration.ofSeconds(30);
  private Duration interval = Duration.ofMinutes(1);
  private double share = 0.1;
  private boolean rollups = true;
  private int rollupDays;
  private @Nullable RetentionPolicy retention;
  private Clock clock = Clock.systemUTC();

  MaintenanceBuilder(TraceSchema schema) {
    this.schema = Objects.requireNonNull(schema, "schema");
  }

  /** Of the thread. Default {@code spanledger-maintenance}. */
  public MaintenanceBuilder name(String name) {
    this.name = Objects.requireNonNull(name, "name");
    return this;
  }

  /** For how many days ahead there are partitions: 1 to 366, default 7. */
  public MaintenanceBuilder partitionsAhead(int days) {
    if (days < 1 || days > 366) {
      throw new IllegalArgumentException(
          "partitionsAhead must be from 1 to 366 days, but is " + days);
    }
    this.partitionsAhead = days;
    return this;
  }

  /**
   * After which silence of a process its open spans are suspected to be abandoned; they are ended
   * if it is silent still half as long later. From 30 s to 1 day, default 1 min: processes are
   * heard of every 10 s.
   */
  public MaintenanceBuilder abandonedAfter(Duration silence) {
    this.abandonedAfter = checked("abandonedAfter", silence);
    if (silence.compareTo(SHORTEST_SILENCE) < 0) {
      throw new IllegalArgumentException(
          "abandonedAfter must be from 30 s to 1 day, but is " + silence);
    }
    return this;
  }

  /**
   * Which open spans are said to hang: those that have run for longer than {@code factor} times
   * what 95 of 100 of the same kind and name took in the last week, or than {@code limit}.
   *
   * @param factor from 1 to 1,000, default 3
   * @param limit from 10 s to 1 day, default 1 h
   */
  public MaintenanceBuilder hanging(double factor, Duration limit) {
    if (!(factor >= 1 && factor <= 1_000)) {
      throw new IllegalArgumentException("factor must be from 1 to 1000, but is " + factor);
    }
    if (limit.compareTo(SHORTEST_LIMIT) < 0 || limit.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("limit must be from 10 s to 1 day, but is " + limit);
    }
    this.hangingFactor = factor;
    this.hangingAfter = limit;
    return this;
  }

  /** The pause between two runs of its own thread: 1 s to 1 day, default 1 min. */
  public MaintenanceBuilder interval(Duration interval) {
    this.interval = checked("interval", interval);
    return this;
  }

  /** The pause before the first run of its own thread: 1 s to 1 day, default 30 s. */
  public MaintenanceBuilder firstAfter(Duration pause) {
    this.firstAfter = checked("firstAfter", pause);
    return this;
  }

  /** Which part of the time its own thread works at most: 0.01 to 1, default 0.1. */
  public MaintenanceBuilder share(double share) {
    if (!(share >= 0.01 && share <= 1)) {
      throw new IllegalArgumentException("share must be from 0.01 to 1, but is " + share);
    }
    this.share = share;
    return this;
  }

  /** Whether usage is counted by the hour and the day, ahead of questions. Default true. */
  public MaintenanceBuilder rollups(boolean counted) {
    this.rollups = counted;
    return this;
  }

  /** For how many days what was counted is kept: 1 to 36,500; default for ever. */
  public MaintenanceBuilder rollupsKept(int days) {
    if (days < 1 || days > 36_500) {
      throw new IllegalArgumentException(
          "rollupsKept must be from 1 to 36500 days, but is " + days);
    }
    this.rollupDays = days;
    return this;
  }

  /**
   * Removes what the policy does not keep. Default none: everything is kept.
   *
   * <p>A run that would leave no trace at all is put off, and so is every run while the database's
   * clock and this process' are more than an hour apart; the report says so.
   */
  public MaintenanceBuilder retention(RetentionPolicy policy) {
    this.retention = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /** The process' clock, which is compared with the database's. */
  MaintenanceBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /** Touches no database. */
  public Maintenance build() {
    return new Maintenance(this);
  }

  TraceSchema schema() {
    return schema;
  }

  /** How its own thread works. */
  Maintenance.Rhythm rhythm() {
    return new Maintenance.Rhythm(name, firstAfter, interval, share);
  }

  /** In the order in which they run. */
  List<Job> jobs(Upkeep upkeep) {
    List<Job> jobs = new ArrayList<>();
    jobs.add(new PartitionsAhead(upkeep, partitionsAhead));
    jobs.add(new AbandonedSpans(upkeep, abandonedAfter));
    jobs.add(new HangingSpans(upkeep, hangingFactor, hangingAfter));
    jobs.add(new BegunErasures(upkeep.erasures()));
    if (rollups) { // before retention: what goes was counted
      jobs.add(new RollupJob(upkeep, rollupDays));
    }
    if (retention != null) {
      jobs.add(new RetentionJob(upkeep, retention, clock));
    }
    return jobs;
  }

  private static Duration checked(String what, Duration duration) {
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(what + " must be from 1 s to 1 day, but is " + duration);
    }
    return duration;
  }
}
