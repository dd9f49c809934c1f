// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.semconv.Said;
import dev.spanledger.provider.semconv.SpanDictionary;
import dev.spanledger.schema.Column;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a trace when its first span in this process begins. Where an exporter is used
 * instead of a processor, that span is the topmost of the trace in the first batch that has any of
 * it, with all the attributes that it has in the end.
 *
 * @param traceId 32 lower-case hex digits
 * @param spanName of that first span
 * @param attributes of that first span, as far as they are set when it starts
 * @param resource of the process
 * @param baggage that the first span begins with; empty where an exporter is used instead of a
 *     processor
 * @param routes the names that there are to choose from, {@code default} among them
 */
public record TraceStart(
    String traceId,
    String spanName,
    Attributes attributes,
    Attributes resource,
    Baggage baggage,
    Set<String> routes) {

  /** One of the ids that spans inherit: as the first span states it, else the baggage. */
  @Nullable String stated(Column<String> column) {
    String bySpan = Said.of(attributes, "").stated(column);
    return bySpan != null || baggage.isEmpty() ? bySpan : Said.of(baggage).stated(column);
  }

  /** Null where nothing states one. */
  @Nullable String environment() {
    return SpanDictionary.environment(attributes, resource);
  }
}
