// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import dev.spanledger.schema.DataSubject;
import dev.spanledger.schema.ErasureReport;
import dev.spanledger.schema.Erasures;
import java.time.Duration;
import java.util.List;

/** Finishes erasures that something broke off, and forgets those of long ago. */
final class BegunErasures implements Job {
  /** A younger one is going on. */
  private static final Duration BROKEN_OFF = Duration.ofMinutes(1);

  /** Longer than any span waits on a disk. */
  private static final Duration REMEMBERED = Duration.ofDays(90);

  private final Erasures erasures;

  BegunErasures(Erasures erasures) {
    this.erasures = erasures;
  }

  @Override
  public String name() {
    return "erasures";
  }

  @Override
  public String run(Turn turn) {
    if (!turn.goesOn()) {
      return "";
    }
    List<DataSubject> begun = erasures.unfinished(BROKEN_OFF);
    ErasureReport report = ErasureReport.NONE;
    for (DataSubject subject : begun) {
      report = report.plus(erasures.goOn(subject, turn::goesOn));
    }
    erasures.forget(REMEMBERED);
    return begun.isEmpty() ? "" : "went on with %d: %s".formatted(begun.size(), report);
  }
}
