// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;

/**
 * What is known of a trace when its first span in this process begins.
 *
 * @param traceId 32 lower-case hex digits
 * @param spanName of that first span
 * @param attributes of that first span, as far as they are set when it starts
 * @param resource of the process
 * @param baggage that the first span begins with; empty where an exporter is used instead of a
 *     processor
 */
public record TraceStart(
    String traceId, String spanName, Attributes attributes, Attributes resource, Baggage baggage) {}
