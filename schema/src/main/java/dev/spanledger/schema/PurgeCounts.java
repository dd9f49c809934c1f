// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Adds up what a purge does. For the thread of the purge. */
final class PurgeCounts {
  private final List<String> dropped = new ArrayList<>();
  private final Set<String> left = new LinkedHashSet<>();
  private final Set<String> wide = new LinkedHashSet<>();
  private long traces;
  private long spans;
  private long contents;
  private long forgotten;

  void add(long moreTraces, long moreSpans) {
    traces += moreTraces;
    spans += moreSpans;
  }

  void addContents(long more) {
    contents += more;
  }

  /** Spans that lost their content. */
  void addForgotten(long more) {
    forgotten += more;
  }

  void dropped(String partition) {
    dropped.add(partition);
  }

  /** Something that could not be done now, for people. */
  void left(String what) {
    left.add(what);
  }

  /** A partition that cannot be dropped, because it has room for what has not expired. */
  void wide(String partition) {
    wide.add(partition);
  }

  PurgeReport report() {
    return new PurgeReport(
        traces, spans, contents, forgotten, dropped, List.copyOf(wide), List.copyOf(left));
  }
}
