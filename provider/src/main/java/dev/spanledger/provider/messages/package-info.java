/**
 * What was said to a model and what it answered, in whatever shape an instrumentation wrote it, as
 * OpenTelemetry's messages. Internal to the provider; {@link
 * dev.spanledger.provider.messages.Messages} is its door.
 */
@NullMarked
package dev.spanledger.provider.messages;

import org.jspecify.annotations.NullMarked;
