// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.schema.TextMemory;
import io.opentelemetry.sdk.trace.data.EventData;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A span, as far as it can carry messages. Read on one thread. */
public interface MessageSource {
  /** The kind of the step, such as {@code LLM} or {@code AGENT}. */
  String kind();

  /** The name of the instrumentation scope; empty where it has none. */
  String scopeName();

  /**
   * An attribute's value: a String, Long, Double, Boolean, a List of these, or an {@code
   * io.opentelemetry.api.common.Value}; null where the span does not have it.
   */
  @Nullable Object attribute(String key);

  /** The names of all attributes. */
  Set<String> keys();

  /** The span's events in the order in which they happened. */
  List<EventData> events();

  /** The log records that were emitted within the span, in their order. */
  List<LogMessage> logs();

  /** What is known of long texts. */
  default TextMemory memory() {
    return TextMemory.NONE;
  }
}
