// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Refuses conversations that the real service refuses: every tool call needs its result, in order.
 */
final class MessageCheck {
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool");

  private final Set<String> openCalls = new HashSet<>();

  static List<JsonNode> checked(JsonNode messages) throws ApiError {
    if (!messages.isArray() || messages.isEmpty()) {
      throw ApiError.invalid("messages", "Invalid 'messages': expected a non-empty array.");
    }
    MessageCheck check = new MessageCheck();
    List<JsonNode> checked = new ArrayList<>();
    for (JsonNode message : messages) {
      check.next(message, "messages.[" + checked.size() + "]");
      checked.add(message);
    }
    check.allCallsAnswered("messages");
    return checked;
  }

  private void next(JsonNode message, String param) throws ApiError {
    String role = message.path("role").asText();
    if (!ROLES.contains(role)) {
      throw ApiError.invalid(param + ".role", "Invalid value: '" + role + "'.");
    }
    if (role.equals("tool")) {
      answer(message.path("tool_call_id").asText(), param);
      return;
    }
    allCallsAnswered(param);
    message.path("tool_calls").forEach(call -> openCalls.add(call.path("id").asText()));
    if (openCalls.isEmpty() && !message.hasNonNull("content")) {
      throw ApiError.invalid(param + ".content", "Invalid value for 'content': got null.");
    }
  }

  private void answer(String callId, String param) throws ApiError {
    if (!openCalls.remove(callId)) {
      throw ApiError.invalid(
          param + ".role",
          "messages with role 'tool' must be a response to a preceding message with 'tool_calls'.");
    }
  }

  private void allCallsAnswered(String param) throws ApiError {
    if (!openCalls.isEmpty()) {
      throw ApiError.invalid(
          param,
          "An assistant message with 'tool_calls' must be followed by tool messages responding to"
              + " each 'tool_call_id'.");
    }
  }
}
