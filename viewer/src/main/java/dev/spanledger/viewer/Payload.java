// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was said, by the names under which a span's detail has it. All but the stack is JSON. */
final class Payload {
  static final Map<String, Column<String>> FIELDS = fields();

  /** The error's stack trace, which can be read on in the same way. */
  static final String STACK = "stack";

  private Payload() {}

  private static Map<String, Column<String>> fields() {
    Map<String, Column<String>> fields = new LinkedHashMap<>();
    fields.put("input", SpanColumns.INPUT);
    fields.put("output", SpanColumns.OUTPUT);
    fields.put("systemInstructions", SpanColumns.SYSTEM_INSTRUCTIONS);
    fields.put("toolDefinitions", SpanColumns.TOOL_DEFINITIONS);
    return fields;
  }

  /** Null where the span has none. */
  static @Nullable String of(SpanRow span, String field) {
    return span.get(FIELDS.getOrDefault(field, SpanColumns.ERROR_STACK));
  }
}
