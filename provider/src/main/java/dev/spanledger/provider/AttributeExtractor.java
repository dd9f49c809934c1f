// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.Column;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Fills columns from a span before the attribute dictionary does, for what it does not know or
 * reads otherwise: an in-house convention, a kind of step, a session id from elsewhere. Called by
 * several threads at a time; neither waits nor does I/O. An extractor that throws costs the span
 * its content, and is counted in {@link SpanledgerStats#unredactedSpans}.
 */
@FunctionalInterface
public interface AttributeExtractor {
  /**
   * Looks at the span and sets what it knows.
   *
   * @param span the span as it may be stored: redacted
   * @param columns where to set it
   */
  void extract(SpanData span, Columns columns);

  /** The columns of one span, for the time of one call. */
  interface Columns {
    /**
     * Sets a column of {@link dev.spanledger.schema.SpanColumns}, or one of {@link
     * SpanledgerBuilder#column}. The first value stays: neither a later extractor nor the
     * dictionary overwrites it. It is redacted and cut like any other; what people and tools said
     * is not taken under {@link ContentCapture#BASIC}.
     *
     * @param column the kind (one that {@code docs/tables.md} lists), or any that says something
     *     about the span; not its ids, times, attributes, events, links, resource or references
     * @throws IllegalArgumentException for a column that is not to be set
     */
    <T> Columns set(Column<T> column, T value);
  }
}
