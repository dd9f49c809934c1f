// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import dev.spanledger.maintenance.Maintenance;
import dev.spanledger.maintenance.MaintenanceReport;
import dev.spanledger.maintenance.RetentionPolicy;
import dev.spanledger.schema.PurgePlan;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes old runs. */
@Command(
    name = "prune",
    sortOptions = false,
    header = "Say which old runs would go, and with --yes remove them.",
    description = {
      "",
      "For now and then. An application keeps its own order with the setting retention.days.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  spanledger prune --days 30", "  spanledger prune --days 30 --yes"})
final class PruneCommand implements Callable<Integer> {
  private static final long EVERY_MS = 1_000;

  private final SpanledgerCommand root;

  @Option(names = "--days", paramLabel = "N", description = "Keep runs for so many days.")
  private @Nullable Integer days;

  @Option(names = "--error-days", paramLabel = "N", description = "Keep those that failed longer.")
  private @Nullable Integer errorDays;

  @Option(names = "--content-days", paramLabel = "N", description = "Keep what was said for less.")
  private @Nullable Integer contentDays;

  @Option(names = "--max-traces", paramLabel = "N", description = "Keep the newest so many runs.")
  private @Nullable Long maxTraces;

  @Option(names = "--yes", description = "Remove them. Without it, nothing is changed.")
  private boolean yes;

  @Option(names = "--allow-empty", description = "With --yes: even where no run would be left.")
  private boolean allowEmpty;

  PruneCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    RetentionPolicy policy = policy();
    Ledger ledger = yes ? root.writableLedger() : root.ledger();
    if (yes && !ledger.schema().upkeep().isAllowed()) {
      throw new Trouble(
          Code.REFUSED,
          "this role may not remove runs",
          "The owner of the tables may. Without --yes, prune says what would go.");
    }
    try (Maintenance maintenance =
        Maintenance.builder(ledger.schema()).rollups(yes).retention(policy).build()) {
      return yes ? remove(maintenance) : plan(maintenance);
    }
  }

  private RetentionPolicy policy() {
    RetentionPolicy.Builder policy = RetentionPolicy.builder();
    if (days == null && maxTraces == null && contentDays == null) {
      throw new Trouble(
          Code.USAGE, "nothing says what to keep", "Give --days, --content-days or --max-traces.");
    }
    policy.days(days == null ? RetentionPolicy.FOREVER : days);
    if (errorDays != null) {
      policy.daysOfErrors(errorDays);
    }
    if (contentDays != null) {
      policy.daysOfContent(contentDays);
    }
    if (maxTraces != null) {
      policy.maxTraces(maxTraces);
    }
    return allowEmpty ? policy.allowEmptying().build() : policy.build();
  }

  private int plan(Maintenance maintenance) {
    PurgePlan plan = maintenance.retentionPlan().orElseThrow();
    root.terminal().out().println(plan);
    if (plan.traces() > 0) {
      root.terminal().out().println("# nothing was changed: --yes removes them");
    }
    return plan.traces() > 0 ? 0 : 1;
  }

  /** It says nothing itself before it is done. */
  private MaintenanceReport watched(Maintenance maintenance) {
    Timer timer = new Timer("spanledger-progress", true);
    long begun = root.terminal().clock().millis();
    try (Progress progress = new Progress(root)) {
      timer.schedule(
          new TimerTask() {
            @Override
            public void run() {
              progress.at(() -> "removing for " + seconds(begun) + " s");
            }
          },
          EVERY_MS,
          EVERY_MS);
      return maintenance.runOnce();
    } finally {
      timer.cancel();
    }
  }

  private long seconds(long begun) {
    return (root.terminal().clock().millis() - begun) / 1_000;
  }

  private int remove(Maintenance maintenance) {
    MaintenanceReport report = watched(maintenance);
    if (!report.led()) {
      throw new Trouble(
          Code.REFUSED,
          "another process is at work on the tables",
          "Try again in a minute; or set retention.days there.");
    }
    for (MaintenanceReport.JobReport job : report.jobs()) {
      if (job.job().equals("retention")) {
        if (job.failed()) {
          throw new Trouble(Code.REFUSED, job.failure(), null);
        }
        String done = job.done().isEmpty() ? "nothing was old enough" : job.done();
        root.terminal().out().println(done);
      }
    }
    return 0;
  }
}
