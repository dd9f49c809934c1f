// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.years;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Goal;
import dev.spanledger.benchmarks.Limits;
import dev.spanledger.maintenance.Maintenance;
import dev.spanledger.maintenance.RetentionPolicy;
import dev.spanledger.schema.TraceSchema;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Maintenance on its own thread, at its own pace, with much to do: days of which a few traces are
 * kept. Which share of the time it has a connection bounds what it takes of a core, here and in the
 * database's server.
 */
final class KeepingOrder {
  private static final String THREAD = "years-maintenance";
  private static final double SHARE = 0.1;
  private static final double CLOSE_LIMIT_MS = 5_000;

  private final Month month;
  private final Duration watched;

  KeepingOrder(Month month, boolean quick) {
    this.month = month;
    this.watched = quick ? Duration.ofMillis(1_500) : Duration.ofSeconds(30);
  }

  List<Finding> measure() {
    Lent lent = new Lent(month.dataSource());
    TraceSchema schema = TraceSchema.builder(lent.dataSource()).open();
    RetentionPolicy policy =
        RetentionPolicy.builder().days(2).daysOfErrors(RetentionPolicy.FOREVER).build();
    Maintenance maintenance =
        Maintenance.builder(schema)
            .name(THREAD)
            .retention(policy)
            .firstAfter(Duration.ofSeconds(1))
            .interval(Duration.ofSeconds(1))
            .build();
    long lentBefore = lent.nanos();
    maintenance.start();
    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    long start = System.nanoTime();
    LockSupport.parkNanos(watched.toNanos());
    double ofACore = cpuMillis();
    long held = lent.nanos() - lentBefore;
    double elapsed = Limits.millis(System.nanoTime() - start);
    long closing = System.nanoTime();
    maintenance.close();
    double closed = Limits.millis(System.nanoTime() - closing);

    Map<String, Object> details = month.about();
    details.put("seconds", elapsed / 1e3);
    details.put("milliseconds of the thread's processor time", ofACore);
    details.put("most connections", lent.most());
    System.out.println("   maintenance: " + details);
    return List.of(
        new Finding(
            "share of the time with a connection",
            "limit",
            "",
            Math.max(Limits.millis(held) / elapsed, 1e-6),
            SHARE,
            Goal.atMost(1),
            details),
        new Finding(
            "most connections of maintenance",
            "limit",
            "",
            Math.max(1, lent.most()),
            1,
            Goal.atMost(1),
            details),
        Limits.milliseconds("closing maintenance at work", closed, CLOSE_LIMIT_MS, details));
  }

  private static double cpuMillis() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().equals(THREAD)) {
        return threads.getThreadCpuTime(id) / 1e6;
      }
    }
    return 0;
  }
}
