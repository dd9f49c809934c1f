// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.viewer;

import dev.spanledger.benchmarks.DatabasePart;
import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Options;
import dev.spanledger.testkit.databases.DatabaseKind;
import java.util.ArrayList;
import java.util.List;

/** The viewer's server, asked over HTTP on the loopback interface as a page asks it. */
public final class ViewerBenchmark implements DatabasePart {
  private static final int SPANS = 100_000;
  private static final int TRACES = 1_000_000;
  private static final int QUICK_SPANS = 500;
  private static final int QUICK_TRACES = 500;

  @Override
  public String name() {
    return "viewer";
  }

  @Override
  public String description() {
    return "a trace of 100,000 spans, a list of 1,000,000 traces, and live spans over HTTP";
  }

  @Override
  public List<Finding> run(DatabaseKind kind, Options options) throws Exception {
    boolean quick = options.quick();
    int rounds = Math.max(3, options.rounds());
    List<Finding> findings = new ArrayList<>();
    try (Shown shown = Shown.open(kind)) {
      findings.addAll(new Live(shown, quick).measure());
      findings.addAll(new LargeTrace(shown, quick ? QUICK_SPANS : SPANS, rounds).measure());
      findings.addAll(new LongList(shown, quick ? QUICK_TRACES : TRACES, rounds).measure());
    }
    return findings;
  }
}
