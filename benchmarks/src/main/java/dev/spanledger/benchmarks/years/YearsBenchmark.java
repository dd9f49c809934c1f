// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.years;

import dev.spanledger.benchmarks.DatabasePart;
import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Options;
import dev.spanledger.testkit.databases.DatabaseKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A million spans over 30 days in PostgreSQL, 200,000 in SQLite, where limits are three times as
 * long.
 */
public final class YearsBenchmark implements DatabasePart {
  private static final int DAYS = 30;
  private static final int POSTGRES_SPANS = 1_000_000;
  private static final int SQLITE_SPANS = 200_000;
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

  /** What removes comes last. */
  @Override
  public List<Finding> run(DatabaseKind kind, Options options) throws Exception {
    boolean quick = options.quick();
    int spans = kind == DatabaseKind.SQLITE ? SQLITE_SPANS : POSTGRES_SPANS;
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
