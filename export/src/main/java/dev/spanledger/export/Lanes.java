// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.inspect.Run;
import java.util.HashMap;
import java.util.Map;

/** In which row each span of a run is drawn. */
final class Lanes {
  private final Map<String, Integer> bySpan;
  private final int count;

  private Lanes(Map<String, Integer> bySpan, int count) {
    this.bySpan = bySpan;
    this.count = count;
  }

  static Lanes of(Run run) {
    LanePlaces places = new LanePlaces(Bars.of(run));
    Map<String, Integer> bySpan = new HashMap<>();
    for (int span = 0; span < run.size(); span++) {
      bySpan.put(run.spanId(span), places.of(span));
    }
    return new Lanes(bySpan, places.count());
  }

  /** From 0; a span that was not there yet is in the first. */
  int of(String spanId) {
    return bySpan.getOrDefault(spanId, 0);
  }

  int count() {
    return count;
  }
}
