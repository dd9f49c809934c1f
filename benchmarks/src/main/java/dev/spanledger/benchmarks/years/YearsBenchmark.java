// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.years;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Options;
import dev.spanledger.benchmarks.Part;
import dev.spanledger.testkit.databases.DatabaseKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A million spans over 30 days in PostgreSQL, 200,000 in SQLite, where limits are three times as
 * long.
 */
public final class YearsBenchmark implements Part {
  private static final int DAYS = 30;
  private static final int LARGE_TRACE = 10_000;
  private static final int QUICK_DAYS = 13;
  private static final int QUICK_SPANS = 700;
  private static final int QUICK_TRACE = 60;

  @Override
  public String name() {
    return "years";
  }

  @Override
  public String description() {
    return "a month of traces: questions, pages, dropping a day, maintenance";
  }

  @Override
  public List<String> pieces() {
    return List.of("postgres", "sqlite");
  }

  @Override
  public List<Finding> run(Options options) throws Exception {
    List<Finding> findings = new ArrayList<>();
    if (options.wants("years:postgres")) {
      findings.addAll(run(DatabaseKind.POSTGRESQL, 1_000_000, options));
    }
    if (options.wants("years:sqlite")) {
      findings.addAll(run(DatabaseKind.SQLITE, 200_000, options));
    }
    return findings;
  }

  /** What removes comes last. */
  private static List<Finding> run(DatabaseKind kind, int spans, Options options) throws Exception {
    boolean quick = options.quick();
    try (Month month =
        Month.fill(
            kind,
            quick ? QUICK_DAYS : DAYS,
            quick ? QUICK_SPANS : spans,
            quick ? QUICK_TRACE : LARGE_TRACE)) {
      List<Finding> findings = new ArrayList<>();
      int rounds = Math.min(options.rounds(), 5);
      findings.add(new Questions(month, rounds).measure());
      findings.add(new Rollups(month, rounds).measure());
      findings.addAll(new Reading(month, rounds).measure());
      findings.addAll(new Removing(month).measure());
      findings.addAll(new KeepingOrder(month, quick).measure());
      return findings;
    }
  }
}
