/**
 * Starts the spans of an AI agent from plain Java, in the newest OpenTelemetry GenAI names: {@link
 * dev.spanledger.instrument.AgentTracer} is the door.
 */
@NullMarked
package dev.spanledger.instrument;

import org.jspecify.annotations.NullMarked;
