// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a {@link SpanOracle} found.
 *
 * @param logged how many spans were about to end
 * @param stored how many rows there are
 * @param missing spans of which there is no row
 * @param unexpected rows of spans that nobody ended, and second rows of a span
 * @param wrong what is stored but not true: payloads, totals of traces
 */
public record Verdict(
    int logged, int stored, Set<String> missing, List<String> unexpected, List<String> wrong) {

  /**
   * Returns everything that is not as it must be; empty if the database holds exactly the truth.
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(wrong);
    missing.forEach(span -> problems.add("missing: " + span));
    unexpected.forEach(span -> problems.add("unexpected: " + span));
    return problems;
  }

  @Override
  public String toString() {
    return "%d spans ended, %d stored, %d missing, %d unexpected, %d wrong"
        .formatted(logged, stored, missing.size(), unexpected.size(), wrong.size());
  }
}
