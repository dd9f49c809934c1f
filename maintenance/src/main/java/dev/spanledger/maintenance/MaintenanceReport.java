// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a run has done.
 *
 * @param led whether this process had the lead; false where another one does the work
 * @param jobs what each job did, in the order in which they ran; none where {@code led} is false
 */
public record MaintenanceReport(boolean led, List<JobReport> jobs) {
  static final MaintenanceReport NOT_LED = new MaintenanceReport(false, List.of());

  public MaintenanceReport {
    jobs = List.copyOf(jobs);
  }

  /**
   * What one job did.
   *
   * @param job partitions, abandoned spans, rollups, retention
   * @param done for people; empty where nothing was due
   * @param failure what went wrong, and what to do; empty where nothing did
   * @param took how long, pauses included
   */
  public record JobReport(String job, String done, String failure, Duration took) {
    public boolean failed() {
      return !failure.isEmpty();
    }

    @Override
    public String toString() {
      String what = failed() ? "failed: " + failure : done.isEmpty() ? "nothing to do" : done;
      return "%s: %s (%d ms)".formatted(job, what, took.toMillis());
    }
  }

  /** Whether a job failed. */
  public boolean failed() {
    return jobs.stream().anyMatch(JobReport::failed);
  }

  @Override
  public String toString() {
    return led || !jobs.isEmpty()
        ? jobs.stream().map(JobReport::toString).collect(Collectors.joining("\n"))
        : "another process does the maintenance of this database";
  }
}
