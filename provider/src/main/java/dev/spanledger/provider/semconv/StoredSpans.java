// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanRow;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * The way back from the tables to OpenTelemetry: rows as the spans that they were.
 *
 * <p>A span comes back with the ids, times in nanoseconds, status, attributes with their names and
 * types, events, links, resource and scope that the application gave it, whatever columns it was
 * spread over; what Spanledger found out itself (inherited ids, prices, usage) is not among its
 * attributes. What was changed on its way in stays changed: what content capture or a redactor took
 * out, what was cut because it was too long (that many attributes, events and links count as
 * dropped), and characters that no database takes.
 */
public final class StoredSpans {
  private StoredSpans() {}

  /**
   * The span that the row was made of.
   *
   * @param row with all of its content, as {@link dev.spanledger.schema.TraceReader#span} reads it;
   *     of another, what it lacks is missing
   * @return immutable
   */
  public static SpanData of(SpanRow row) {
    return new StoredSpan(row);
  }
}
