// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Time goes on when the test says so. */
final class ManualTimer implements LateLogs.Timer {
  private final List<Due> waiting = new ArrayList<>();
  private Duration now = Duration.ZERO;

  private record Due(Duration at, Runnable work) {}

  @Override
  public synchronized void after(Duration delay, Runnable work) {
    waiting.add(new Due(now.plus(delay), work));
  }

  synchronized void advance(Duration time) {
    now = now.plus(time);
    for (Iterator<Due> all = List.copyOf(waiting).iterator(); all.hasNext(); ) {
      Due due = all.next();
      if (due.at.compareTo(now) <= 0) {
        waiting.remove(due);
        due.work.run();
      }
    }
  }
}
