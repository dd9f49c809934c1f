// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Goal;
import dev.spanledger.benchmarks.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ours against references that store the same spans, all by turns. */
final class Comparison {
  private static final double MIB = 1 << 20;

  private final String what;
  private final Ours ours;
  private final long bytes;
  private final Map<Contender, Goal> references = new LinkedHashMap<>();

  /**
   * @param bytes of the spans with all content inline
   */
  Comparison(String what, Ours ours, long bytes) {
    this.what = what;
    this.ours = ours;
    this.bytes = bytes;
  }

  Comparison against(Contender reference, Goal goal) {
    references.put(reference, goal);
    return this;
  }

  List<Finding> run(Options options) throws Exception {
    System.out.printf(
        "%s: %d spans, %.1f MiB with content inline%n", what, ours.spans(), bytes / MIB);
    List<Contender> contenders = new ArrayList<>(List.of(ours));
    contenders.addAll(references.keySet());
    if (options.warmups() > 0) {
      WarmUp.of(ours);
    }
    List<Laps> laps = new Race(options.warmups(), options.rounds()).run(contenders);
    if (options.profile()) {
      Path file = Path.of("target", what.replaceAll("\\W+", "-") + ".jfr");
      Profile.of(ours, options.rounds(), file);
    }
    Iterator<Laps> theirs = laps.subList(1, laps.size()).iterator();
    List<Finding> findings = new ArrayList<>();
    references.forEach(
        (reference, goal) -> findings.add(finding(reference, goal, laps.get(0), theirs.next())));
    return findings;
  }

  private Finding finding(Contender reference, Goal goal, Laps mine, Laps theirs) {
    return new Finding(
        what,
        reference.name(),
        "spans/s",
        ours.spans() * 1e9 / mine.nanos(),
        ours.spans() * 1e9 / theirs.nanos(),
        goal,
        details(mine, theirs));
  }

  private Map<String, Object> details(Laps mine, Laps theirs) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("ours_mib_s", bytes / MIB * 1e9 / mine.nanos());
    details.put("reference_mib_s", bytes / MIB * 1e9 / theirs.nanos());
    details.put("ours_ms", mine.millis());
    details.put("reference_ms", theirs.millis());
    details.put("ours_client_cpu_ms", mine.cpuNanos() / 1e6);
    details.put("reference_client_cpu_ms", theirs.cpuNanos() / 1e6);
    details.put("ours_waited_for_queue_ms", ours.waitedNanos() / 1e6);
    return details;
  }
}
