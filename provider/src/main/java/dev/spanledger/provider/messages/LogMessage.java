// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * A log record that carries a message.
 *
 * @param eventName the event's name, such as {@code gen_ai.user.message}; where it is empty, the
 *     attribute {@code event.name} is asked
 * @param attributes the record's attributes
 * @param body a String, an {@code io.opentelemetry.api.common.Value}, or null
 * @param epochNanos when it was emitted, in nanoseconds since 1970
 */
public record LogMessage(
    String eventName, Attributes attributes, @Nullable Object body, long epochNanos) {}
