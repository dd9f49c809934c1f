// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checked chat-completions request.
 *
 * @param model the model as the client named it
 * @param messages the conversation so far, oldest first; never empty
 * @param body the whole request
 */
record ChatRequest(String model, List<JsonNode> messages, JsonNode body) {

  static ChatRequest parse(String text) throws ApiError {
    JsonNode body = readJson(text);
    String model = body.path("model").asText("");
    if (model.isBlank()) {
      throw ApiError.invalid("model", "you must provide a model parameter");
    }
    if (!model.startsWith("gpt-")) {
      throw ApiError.unknownModel(model);
    }
    if (body.has("stream_options") && !body.path("stream").asBoolean()) {
      throw ApiError.invalid(
          "stream_options",
          "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
    }
    return new ChatRequest(model, MessageCheck.checked(body.path("messages")), body);
  }

  private static JsonNode readJson(String text) throws ApiError {
    try {
      JsonNode body = Json.MAPPER.readTree(text);
      if (body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      // Answered below, like any other body that is not a JSON object.
    }
    throw ApiError.invalid(null, "We could not parse the JSON body of your request.");
  }

  boolean streams() {
    return body.path("stream").asBoolean();
  }

  boolean wantsUsageInStream() {
    return body.path("stream_options").path("include_usage").asBoolean();
  }

  boolean offersTool(String name) {
    for (JsonNode tool : body.path("tools")) {
      if (tool.path("function").path("name").asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** What the user said last; empty where no user has spoken. */
  String lastUserText() {
    int last = lastUserIndex();
    return last < 0 ? "" : text(messages.get(last));
  }

  /** How many rounds of tool calls the model has asked for since the user spoke. */
  int toolRounds() {
    return (int) sinceUser().stream().filter(message -> message.has("tool_calls")).count();
  }

  /** The last result of each tool since the user spoke, by tool name. */
  Map<String, String> toolResults() {
    Map<String, String> nameOfCall = new LinkedHashMap<>();
    Map<String, String> results = new LinkedHashMap<>();
    for (JsonNode message : sinceUser()) {
      for (JsonNode call : message.path("tool_calls")) {
        nameOfCall.put(call.path("id").asText(), call.path("function").path("name").asText());
      }
      String tool = nameOfCall.get(message.path("tool_call_id").asText());
      if (tool != null) {
        results.put(tool, text(message));
      }
    }
    return results;
  }

  /** Everything that the model reads, in the order in which it reads it. */
  String prompt() {
    StringBuilder prompt = new StringBuilder(body.path("tools").toString());
    messages.forEach(message -> prompt.append(message));
    return prompt.toString();
  }

  private List<JsonNode> sinceUser() {
    return messages.subList(lastUserIndex() + 1, messages.size());
  }

  private int lastUserIndex() {
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).path("role").asText().equals("user")) {
        return i;
      }
    }
    return -1;
  }

  /** Content is a string, or an array of parts of which the text ones count. */
  private static String text(JsonNode message) {
    JsonNode content = message.path("content");
    if (!content.isArray()) {
      return content.asText("");
    }
    List<String> parts = new ArrayList<>();
    content.forEach(part -> parts.add(part.path("text").asText("")));
    return String.join("\n", parts);
  }
}
