// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.util.List;

/**
 * What has come at one time.
 *
 * @param spans that ended, began to run or are gone, in the order in which they came
 * @param traces whose rows have changed
 */
record LiveNews(List<Item> spans, List<Item> traces) {
  static final LiveNews NONE = new LiveNews(List.of(), List.of());

  /** Something of a trace, as JSON. */
  record Item(String traceId, String json) {}

  boolean isEmpty() {
    return spans.isEmpty() && traces.isEmpty();
  }

  int size() {
    return spans.size() + traces.size();
  }
}
