// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import dev.spanledger.benchmarks.appthread.AppThreadBenchmark;
import dev.spanledger.benchmarks.heap.HeapBenchmark;
import dev.spanledger.benchmarks.ingest.IngestBenchmark;
import dev.spanledger.benchmarks.viewer.ViewerBenchmark;
import dev.spanledger.benchmarks.years.YearsBenchmark;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the benchmarks: {@code --help} says which there are. */
public final class Benchmarks {
  private static final Path REPORT = Path.of("target", "benchmarks.json");

  private static final List<Part> PARTS =
      List.of(
          new StorageSize(),
          new IngestBenchmark(),
          new AppThreadBenchmark(),
          new HeapBenchmark(),
          new YearsBenchmark(),
          new ViewerBenchmark());

  private Benchmarks() {}

  /** Measures what the arguments name, prints a table and writes it as JSON. */
  public static void main(String[] args) throws Exception {
    if (List.of(args).contains("--help")) {
      System.out.print(Usage.text(PARTS));
      return;
    }
    Options options;
    try {
      options = Options.of(args);
      Usage.check(options, PARTS);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "; --help says what there is");
      System.exit(2);
      return;
    }
    System.out.print(run(options, REPORT).table());
  }

  /** After each part, the file has what was found so far. */
  static Report run(Options options, Path file) throws Exception {
    Map<String, List<Finding>> findings = new LinkedHashMap<>();
    for (Part part : PARTS) {
      if (options.wants(part.name())) {
        System.out.println("== " + part.name() + ": " + part.description());
        long start = System.nanoTime();
        findings.put(part.name(), part.run(options));
        new Report(findings).write(file);
        System.out.printf(
            "== %s took %d s%n",
            part.name(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
      }
    }
    return new Report(findings);
  }
}
