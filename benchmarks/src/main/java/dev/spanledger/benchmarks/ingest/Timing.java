// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How long it took to have spans committed.
 *
 * @param cpuNanos of this process, all threads together; what the database's own takes is not in it
 */
record Timing(long nanos, long cpuNanos) {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** What is timed. */
  interface Work {
    void run() throws Exception;
  }

  static Timing of(Work work) throws Exception {
    System.gc();
    long cpu = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    return new Timing(System.nanoTime() - start, PROCESS.getProcessCpuTime() - cpu);
  }
}
