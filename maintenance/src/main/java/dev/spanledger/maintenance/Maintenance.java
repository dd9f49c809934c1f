// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import dev.spanledger.schema.DataSubject;
import dev.spanledger.schema.ErasureReport;
import dev.spanledger.schema.PurgePlan;
import dev.spanledger.schema.RollupReport;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.schema.Upkeep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one database of traces in order: makes partitions ahead, and whatever else it was built to
 * do.
 *
 * <pre>{@code
 * Maintenance maintenance = Maintenance.builder(schema).build();
 * maintenance.start();                   // on a thread of its own, every minute; or
 * maintenance.runOnce();                 // on the calling thread, from a scheduler of yours
 * }</pre>
 *
 * <p>Any number of processes may have one for the same database: one of them does the work, and
 * when it dies another one does. The work is cut into short transactions, over one connection, and
 * on its own thread at a tenth of a core. Thread-safe.
 */
public final class Maintenance implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Maintenance.class);

  private static final Duration STOPS_BY_ITSELF = Duration.ofSeconds(3);
  private static final Duration STOPS_WHEN_BROKEN_OFF = Duration.ofSeconds(2);

  private final TraceSchema schema;
  private final Upkeep upkeep;
  private final List<Job> jobs;
  private final Settings settings;
  private final Lead lead;
  private final Complaints complaints = new Complaints(log, System::nanoTime);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ReentrantLock running = new ReentrantLock();
  private final Object starting = new Object();
  private volatile @Nullable Thread thread;

  private record Settings(String name, Duration first, Duration interval, double share) {}

  private Maintenance(Builder builder) {
    this.schema = builder.schema;
    this.upkeep = schema.upkeep();
    this.lead = new Lead(upkeep, log);
    this.jobs = builder.jobs(upkeep);
    this.settings = new Settings(builder.name, builder.firstAfter, builder.interval, builder.share);
  }

  /** For the tables that the schema has found or created. */
  public static Builder builder(TraceSchema schema) {
    return new Builder(schema);
  }

  /** Begins to work, on a daemon thread of its own. Starting twice is as starting once. */
  public void start() {
    synchronized (starting) {
      if (thread == null && stopped.getCount() > 0) {
        thread = new Thread(this::work, settings.name);
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  /**
   * Does what is due, on the calling thread, without pauses. Where another process does it, or
   * another thread of this one, nothing happens.
   */
  public MaintenanceReport runOnce() {
    return run(1);
  }

  /**
   * What the retention policy would remove now, by the age of traces and their number; changes
   * nothing. Empty without a policy.
   *
   * @throws TraceSchemaException where the database cannot be reached
   */
  public Optional<PurgePlan> retentionPlan() {
    return jobs.stream()
        .filter(RetentionJob.class::isInstance)
        .map(job -> ((RetentionJob) job).plan())
        .findFirst();
  }

  /**
   * Erases the traces of a person, on the calling thread: every span, content that nothing else
   * names, score, open and quarantined span. Spans of theirs that began before and still wait
   * somewhere are not stored when they come. Runs of theirs that are going on should have ended. If
   * it is broken off, by {@link #close} or by the database, the next run of the maintenance goes on
   * with it; calling it again does so, too.
   *
   * @return what this call has removed
   * @throws TraceSchemaException where the database does not answer or refuses; what was done by
   *     then is committed
   */
  public ErasureReport erase(DataSubject subject) {
    return schema.upkeep().erasures().erase(subject, () -> stopped.getCount() > 0);
  }

  /**
   * Everything that is stored about a person, a JSON object a line: see {@link TraceSchema#export}.
   *
   * @return how many lines
   */
  public long export(DataSubject subject, Consumer<String> line) {
    return schema.export(subject, line);
  }

  /**
   * Counts the usage of the hours that begin in a time again, after spans were changed by hand; on
   * the calling thread. What is left when this is closed meanwhile, the next run does.
   *
   * @param progress is told before each piece of work what was done by then
   * @throws TraceSchemaException where the database cannot be reached or refuses
   */
  public RollupReport rebuildRollups(Instant from, Instant to, Consumer<RollupReport> progress) {
    return RollupJob.rebuild(schema.upkeep(), from, to, progress, () -> stopped.getCount() > 0);
  }

  /** Stops within five seconds; what is in the middle of a transaction is rolled back. */
  @Override
  public void close() {
    stopped.countDown();
    if (!isStoppedWithin(STOPS_BY_ITSELF)) {
      upkeep.abort();
      if (!isStoppedWithin(STOPS_WHEN_BROKEN_OFF)) {
        log.warn("spanledger: maintenance is still at work; its thread is a daemon");
      }
    }
  }

  private void work() {
    Duration pause = settings.first;
    while (!shallStopWithin(pause)) {
      run(settings.share);
      pause = settings.interval;
    }
  }

  private MaintenanceReport run(double share) {
    if (stopped.getCount() == 0 || !running.tryLock()) {
      return MaintenanceReport.NOT_LED;
    }
    try {
      return led(share);
    } finally {
      running.unlock();
    }
  }

  private MaintenanceReport led(double share) {
    try {
      if (!lead.take()) {
        return MaintenanceReport.NOT_LED;
      }
    } catch (RuntimeException e) {
      return new MaintenanceReport(false, List.of(failure("lead", e, Duration.ZERO)));
    }
    try {
      return new MaintenanceReport(true, runJobs(share));
    } finally {
      lead.giveBack();
    }
  }

  private List<MaintenanceReport.JobReport> runJobs(double share) {
    Turn turn = new Turn(share, this::shallStopWithin, lead::hold, System::nanoTime);
    return jobs.stream().map(job -> run(job, turn)).toList();
  }

  /** One job's failure is no other's. */
  private MaintenanceReport.JobReport run(Job job, Turn turn) {
    long start = System.nanoTime();
    try {
      String done = job.run(turn);
      complaints.over(job.name());
      if (!done.isEmpty()) {
        log.info("spanledger: {}: {}", job.name(), done);
      }
      return new MaintenanceReport.JobReport(job.name(), done, "", since(start));
    } catch (RuntimeException | Error e) {
      return failure(job.name(), e, since(start));
    }
  }

  private MaintenanceReport.JobReport failure(String job, Throwable e, Duration took) {
    String message = Complaints.message(e);
    if (stopped.getCount() > 0) {
      complaints.about(job, message, e);
    }
    return new MaintenanceReport.JobReport(job, "", message, took);
  }

  private boolean isStoppedWithin(Duration time) {
    try {
      boolean idle = running.tryLock(time.toNanos(), TimeUnit.NANOSECONDS);
      if (idle) {
        running.unlock();
      }
      return idle;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A stray interrupt ends a run on a caller's thread, and nothing on this one's own. */
  private boolean shallStopWithin(Duration pause) {
    try {
      return stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      if (Thread.currentThread() == thread) {
        return stopped.getCount() == 0;
      }
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Every setting has a default. Not thread-safe. */
  public static final class Builder {
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

    private Builder(TraceSchema schema) {
      this.schema = Objects.requireNonNull(schema, "schema");
    }

    /** Of the thread. Default {@code spanledger-maintenance}. */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /** For how many days ahead there are partitions: 1 to 366, default 7. */
    public Builder partitionsAhead(int days) {
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
    public Builder abandonedAfter(Duration silence) {
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
    public Builder hanging(double factor, Duration limit) {
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
    public Builder interval(Duration interval) {
      this.interval = checked("interval", interval);
      return this;
    }

    /** The pause before the first run of its own thread: 1 s to 1 day, default 30 s. */
    public Builder firstAfter(Duration pause) {
      this.firstAfter = checked("firstAfter", pause);
      return this;
    }

    /** Which part of the time its own thread works at most: 0.01 to 1, default 0.1. */
    public Builder share(double share) {
      if (!(share >= 0.01 && share <= 1)) {
        throw new IllegalArgumentException("share must be from 0.01 to 1, but is " + share);
      }
      this.share = share;
      return this;
    }

    /** Whether usage is counted by the hour and the day, ahead of questions. Default true. */
    public Builder rollups(boolean counted) {
      this.rollups = counted;
      return this;
    }

    /** For how many days what was counted is kept: 1 to 36,500; default for ever. */
    public Builder rollupsKept(int days) {
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
     * <p>A run that would leave no trace at all is put off, and so is every run while the
     * database's clock and this process' are more than an hour apart; the report says so.
     */
    public Builder retention(RetentionPolicy policy) {
      this.retention = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** The process' clock, which is compared with the database's. */
    Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** Touches no database. */
    public Maintenance build() {
      return new Maintenance(this);
    }

    private List<Job> jobs(Upkeep upkeep) {
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
}
