// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.ToolShapes.Tools;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what was said from wherever an instrumentation put it. Thread-safe. */
public final class Messages {
  private static final String INSTRUCTIONS = "gen_ai.system_instructions";

  private final MessageSource source;
  private final Map<String, String> promoted = new HashMap<>();
  private final Set<String> consumed = new HashSet<>();

  private Messages(MessageSource source) {
    this.source = source;
  }

  /** Never throws, whatever the source says; what it does not say is null or empty. */
  public static Conversation read(MessageSource source) {
    return new Messages(source).read();
  }

  private Conversation read() {
    Found input = Shapes.first(Shapes.INPUT, source);
    Found output = Shapes.first(Shapes.OUTPUT, source);
    took(input, SpanColumns.INPUT);
    took(output, SpanColumns.OUTPUT);
    String tools = tools();
    String instructions = instructions();
    if (instructions == null && input != null) {
      instructions = input.instructions();
    }
    consumed.removeAll(promoted.keySet());
    return new Conversation(
        instructions,
        tools,
        input == null ? null : input.json(),
        output == null ? null : output.json(),
        output == null ? List.of() : output.finishReasons(),
        promoted,
        consumed);
  }

  private void took(@Nullable Found found, Column<String> column) {
    if (found != null) {
      took(found.keys(), found.verbatim(), column);
    }
  }

  private void took(Set<String> keys, boolean verbatim, Column<String> column) {
    if (verbatim) {
      keys.forEach(key -> promoted.put(key, column.name()));
    } else {
      consumed.addAll(keys);
    }
  }

  private @Nullable String tools() {
    Tools tools = ToolShapes.first(source);
    if (tools == null) {
      return null;
    }
    took(tools.keys(), tools.verbatim(), SpanColumns.TOOL_DEFINITIONS);
    return tools.json();
  }

  /** The span's own, else those of an event that stands for it. */
  private @Nullable String instructions() {
    String text = AttributeShape.text(source, INSTRUCTIONS);
    if (text == null) {
      String detail = Events.detail(source, INSTRUCTIONS);
      return detail == null ? null : Instructions.of(detail, source.memory());
    }
    String json = Instructions.of(text, source.memory());
    if (json != null) {
      took(Set.of(INSTRUCTIONS), json.equals(text), SpanColumns.SYSTEM_INSTRUCTIONS);
    }
    return json;
  }
}
