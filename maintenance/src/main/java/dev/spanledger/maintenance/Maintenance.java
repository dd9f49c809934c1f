// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import dev.spanledger.schema.DataSubject;
import dev.spanledger.schema.ErasureReport;
import dev.spanledger.schema.PurgePlan;
import dev.spanledger.schema.RollupReport;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.schema.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one database of traces in order: makes partitions ahead, ends the spans of processes that
 * died and says which ones hang, counts usage ahead of questions, removes what a retention policy
 * does not keep, and erases and exports what is stored of a person.
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
  private final Rhythm rhythm;
  private final Lead lead;
  private final Complaints complaints = new Complaints(log, System::nanoTime);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ReentrantLock running = new ReentrantLock();
  private final Object starting = new Object();
  private volatile @Nullable Thread thread;

  /**
   * How its own thread works.
   *
   * @param share of the time
   */
  record Rhythm(String name, Duration first, Duration interval, double share) {}

  Maintenance(MaintenanceBuilder builder) {
    this.schema = builder.schema();
    this.upkeep = schema.upkeep();
    this.lead = new Lead(upkeep, log);
    this.jobs = builder.jobs(upkeep);
    this.rhythm = builder.rhythm();
  }

  /** For the tables that the schema has found or created. */
  public static MaintenanceBuilder builder(TraceSchema schema) {
    return new MaintenanceBuilder(schema);
  }

  /** Begins to work, on a daemon thread of its own. Starting twice is as starting once. */
  public void start() {
    synchronized (starting) {
      if (thread == null && stopped.getCount() > 0) {
        thread = new Thread(this::work, rhythm.name);
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
    Duration pause = rhythm.first;
    while (!shallStopWithin(pause)) {
      run(rhythm.share);
      pause = rhythm.interval;
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
}
