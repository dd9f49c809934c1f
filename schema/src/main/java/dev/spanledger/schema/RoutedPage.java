// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some traces of several databases, newest first. Immutable.
 *
 * @param next what to give {@link TraceQuery#after} for the next page; null on the last
 * @param missing the databases that did not answer, so that their traces are not in the page, each
 *     with the reason; empty where all did. A page that is read once they answer again has their
 *     traces that come after the cursor; for the others, begin anew
 */
public record RoutedPage(
    List<Routed<TraceRow>> traces, @Nullable String next, Map<String, String> missing) {

  /** Copies both. */
  public RoutedPage {
    traces = List.copyOf(traces);
    missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
  }

  /**
   * This page, where every database has answered.
   *
   * @throws TraceSchemaException naming those that have not
   */
  public RoutedPage complete() {
    TraceReaders.requireNone(missing);
    return this;
  }
}
