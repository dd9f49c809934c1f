// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what was said from wherever an instrumentation put it. Thread-safe. */
public final class Messages {
  private final MessageSource source;
  private final Map<String, String> promoted = new HashMap<>();

  private Messages(MessageSource source) {
    this.source = source;
  }

  /** Never throws, whatever the source says; what it does not say is null or empty. */
  public static Conversation read(MessageSource source) {
    return new Messages(source).read();
  }

  private Conversation read() {
    return new Conversation(
        promote("gen_ai.system_instructions", SpanColumns.SYSTEM_INSTRUCTIONS),
        promote("gen_ai.tool.definitions", SpanColumns.TOOL_DEFINITIONS),
        promote("gen_ai.input.messages", SpanColumns.INPUT),
        promote("gen_ai.output.messages", SpanColumns.OUTPUT),
        List.of(),
        promoted,
        Set.of());
  }

  private @Nullable String promote(String key, Column<String> column) {
    Object value = source.attribute(key);
    if (value == null) {
      return null;
    }
    promoted.put(key, column.name());
    return value instanceof String text ? text : AnyValue.json(value);
  }
}
