// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import java.util.Map;
import java.util.Objects;

/**
 * What a database takes, in bytes, after VACUUM and without what it takes when it is empty.
 *
 * @param ours all our tables, {@code traces} included
 * @param traces {@code agent_traces}, which the inline layout has not
 * @param inline by what the inline table is filled with
 * @param empty bytes of our empty tables, which {@code ours} leaves out
 * @param parts where the bytes of our tables are, the empty ones' included
 */
record Sizes(
    long ours, long traces, Map<Layout.Filling, Long> inline, long empty, Map<String, Long> parts) {
  long plain() {
    return filledWith(Layout.Filling.PLAIN);
  }

  private long filledWith(Layout.Filling filling) {
    return Objects.requireNonNull(inline.get(filling));
  }

  double ratio() {
    return (double) ours / plain();
  }

  double ratioWithTraces() {
    return (double) ours / (plain() + traces);
  }

  double ratioToEveryColumn() {
    return (double) ours / filledWith(Layout.Filling.EVERY_COLUMN);
  }
}
