// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli.mcp;

import dev.spanledger.cli.Answer;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A tool: what it is for, what it takes, and what does it.
 *
 * @param properties the arguments' JSON schemas by their names
 */
record ToolDefinition(
    String name,
    String description,
    Map<String, Object> properties,
    List<String> required,
    Function<Arguments, Answer> work) {

  McpSchema.Tool tool() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", required);
    schema.put("additionalProperties", false);
    return McpSchema.Tool.builder(name, schema)
        .description(description)
        .annotations(
            McpSchema.ToolAnnotations.builder()
                .title(name.replace('_', ' '))
                .readOnlyHint(true)
                .destructiveHint(false)
                .idempotentHint(true)
                .openWorldHint(false)
                .build())
        .build();
  }

  /** The schema of an argument. */
  static Map<String, Object> text(String description) {
    return Map.of("type", "string", "description", description);
  }

  static Map<String, Object> choice(String description, String... values) {
    return Map.of("type", "string", "description", description, "enum", List.of(values));
  }

  static Map<String, Object> flag(String description) {
    return Map.of("type", "boolean", "description", description);
  }

  static Map<String, Object> number(String description, int preset, int least, int most) {
    return Map.of(
        "type",
        "integer",
        "description",
        description,
        "default",
        preset,
        "minimum",
        least,
        "maximum",
        most);
  }

  static Map<String, Object> texts(String description) {
    return Map.of("type", "array", "items", Map.of("type", "string"), "description", description);
  }
}
