// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Obj;
import java.util.List;

/** The items of OpenAI's Responses: parts on the level of messages. */
final class ResponseItems {
  private ResponseItems() {}

  static boolean is(Obj object) {
    String type = object.string("type");
    return type != null && (type.equals("message") ? object.has("content") : isPart(type, object));
  }

  private static boolean isPart(String type, Obj object) {
    return switch (type) {
      case "function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output" ->
          true;
      case "reasoning" -> object.has("summary") || object.has("encrypted_content");
      case "compaction" -> true;
      default ->
          (type.endsWith("_call") && PartTypes.canonical(type).equals(PartTypes.SERVER_CALL))
              || type.equals("mcp_list_tools");
    };
  }

  static String role(Obj item, Direction direction) {
    String type = item.string("type");
    if ("message".equals(type)) {
      String role = item.string("role");
      return role == null ? direction.role : Roles.canonical(role);
    }
    return type != null && type.endsWith("_output") ? Roles.TOOL : Roles.ASSISTANT;
  }

  static List<Json> parts(Obj item, Direction direction) {
    if ("message".equals(item.string("type"))) {
      return WireMessage.of(item, direction).parts();
    }
    Json part = Parts.of(item);
    return part == null ? List.of() : List.of(part);
  }
}
