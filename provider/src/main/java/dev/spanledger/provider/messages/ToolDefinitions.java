// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Arr;
import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Str;
import dev.spanledger.schema.TextMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tools that a model was offered: {@code [{"type","name","description","parameters"}]}. */
final class ToolDefinitions {
  /** How the parameters' schema is called; ours first. */
  private static final List<String> PARAMETERS =
      List.of(
          "parameters",
          "input_schema",
          "inputSchema",
          "parameters_json_schema",
          "parametersJsonSchema",
          "json_schema",
          "args_schema",
          "schema");

  /** What holds a definition, or many. */
  private static final List<String> WRAPPINGS =
      List.of(
          "function",
          "tool",
          "toolSpec",
          "functionDeclarations",
          "function_declarations",
          "function_tools",
          "output_tools",
          "tools");

  private static final Set<String> SYNONYMS =
      Set.of(
          "function",
          "input_schema",
          "inputSchema",
          "parameters_json_schema",
          "parametersJsonSchema",
          "functionDeclarations",
          "function_declarations");

  private static final TextMemory.Reading<String> OF_TEXT = ToolDefinitions::of;

  private final List<Json> tools = new ArrayList<>();

  private ToolDefinitions() {}

  static boolean isSynonym(String field) {
    return SYNONYMS.contains(field);
  }

  /** Of an attribute's text, in canonical JSON; null where it names no tool. */
  static @Nullable String of(String text, TextMemory memory) {
    return memory.of(text, OF_TEXT);
  }

  private static @Nullable String of(String text) {
    if (Canonical.areTools(text)) {
      return text;
    }
    Json parsed = JsonText.parseStructure(text);
    return parsed == null ? null : of(parsed);
  }

  /** Null where it names no tool. */
  static @Nullable String of(Json value) {
    ToolDefinitions definitions = new ToolDefinitions();
    definitions.add(value);
    return definitions.tools.isEmpty() ? null : Json.array(definitions.tools).compact();
  }

  /** Of names alone. */
  static Json ofNames(List<String> names) {
    return Json.array(
        names.stream().map(name -> Obj.typed("function").put("name", new Str(name))).toList());
  }

  private void add(Json value) {
    if (value instanceof Arr array) {
      array.items().forEach(this::add);
    } else if (value instanceof Obj object) {
      add(object);
    } else if (value instanceof Str text) {
      Json parsed = JsonText.parseStructure(text.value());
      if (parsed instanceof Obj object) {
        add(object);
      }
    }
  }

  private void add(Obj object) {
    if (object.string("name") != null) {
      tools.add(tool(object));
      return;
    }
    boolean wraps = false;
    for (String wrapping : WRAPPINGS) {
      Json inner = object.get(wrapping);
      if (inner instanceof Obj || inner instanceof Arr) {
        wraps = true;
        add(inner);
      }
    }
    if (!wraps && object.string("type") != null) {
      tools.add(object); // a tool of the provider's own, such as web_search
    }
  }

  private static Obj tool(Obj object) {
    String type = object.string("type");
    boolean ours = type != null && !object.hasAny(SYNONYMS);
    if (ours) {
      return object;
    }
    return Obj.typed(type == null ? "function" : type)
        .put("name", object.get("name"))
        .put("description", object.get("description"))
        .put("parameters", parameters(object.get(PARAMETERS)));
  }

  /** Bedrock wraps the schema once more: {@code {"json":{…}}}. */
  private static @Nullable Json parameters(@Nullable Json schema) {
    Json value = schema instanceof Str text ? JsonText.parseStructure(text.value()) : schema;
    Obj wrapped = value instanceof Obj object && object.fields().size() == 1 ? object : null;
    Obj inner = wrapped == null ? null : wrapped.object("json");
    return inner == null ? value : inner;
  }
}
