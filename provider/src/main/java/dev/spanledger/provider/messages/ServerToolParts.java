// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Str;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls of tools that the provider runs itself, and what they answered. */
final class ServerToolParts {
  private static final String CODE_EXECUTION = "code_execution";
  private static final Set<String> OUTER = Set.of("id", "type", "status", "tool_use_id");

  private ServerToolParts() {}

  static Obj call(Obj block) {
    Obj ours = block.object(PartTypes.SERVER_CALL);
    if (ours != null) {
      return block;
    }
    String name = name(block);
    return Obj.typed(PartTypes.SERVER_CALL)
        .put("id", block.get("id", "call_id"))
        .put("name", name)
        .put(PartTypes.SERVER_CALL, inner(kind(block, name), block));
  }

  static Obj response(Obj block) {
    if (block.object(PartTypes.SERVER_RESPONSE) != null) {
      return block;
    }
    String type = block.string("type");
    String kind = type == null ? "tool" : withoutSuffix(type, "_tool_result");
    return Obj.typed(PartTypes.SERVER_RESPONSE)
        .put("id", block.get("tool_use_id", "id", "call_id"))
        .put(PartTypes.SERVER_RESPONSE, inner(kind, block));
  }

  /** Gemini's executableCode. */
  static Obj codeExecution(Obj code) {
    return Obj.typed(PartTypes.SERVER_CALL)
        .put("id", code.get("id"))
        .put("name", CODE_EXECUTION)
        .put(PartTypes.SERVER_CALL, inner(CODE_EXECUTION, code));
  }

  static Obj codeExecutionResult(Obj result) {
    return Obj.typed(PartTypes.SERVER_RESPONSE)
        .put("id", result.get("id"))
        .put(PartTypes.SERVER_RESPONSE, inner(CODE_EXECUTION, result));
  }

  private static @Nullable String name(Obj block) {
    String name = block.string("name");
    String type = block.string("type");
    return name == null && type != null ? withoutSuffix(type, "_call") : name;
  }

  private static String kind(Obj block, @Nullable String name) {
    String type = block.string("type");
    boolean named = type == null || type.endsWith("_tool_use") || type.endsWith("server_tool_use");
    return named && name != null ? name : withoutSuffix(type == null ? "tool" : type, "_call");
  }

  private static String withoutSuffix(String text, String suffix) {
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }

  /** What is particular to the tool, under the type of the tool. */
  private static Obj inner(String kind, Obj block) {
    Obj inner = new Obj().put("type", new Str(kind));
    block
        .fields()
        .forEach(
            (key, value) -> inner.put(key, OUTER.contains(key) || value.isNull() ? null : value));
    return inner;
  }
}
