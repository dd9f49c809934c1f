// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the model answers to one request, before it is put into one message or into chunks.
 *
 * @param id the completion's id
 * @param createdSeconds when it was made, in seconds since 1970
 * @param model the model's dated name
 * @param text what it says; empty where it calls tools
 * @param calls the tools that it calls
 * @param usage the tokens used
 */
record Answer(
    String id, long createdSeconds, String model, String text, List<ToolCall> calls, Usage usage) {

  record ToolCall(String id, String name, String arguments) {
    ObjectNode json(String argumentsShown) {
      ObjectNode call = JsonNodeFactory.instance.objectNode().put("id", id).put("type", "function");
      call.putObject("function").put("name", name).put("arguments", argumentsShown);
      return call;
    }
  }

  record Usage(int promptTokens, int cachedTokens, int completionTokens) {
    ObjectNode json() {
      ObjectNode usage = JsonNodeFactory.instance.objectNode();
      usage.put("prompt_tokens", promptTokens);
      usage.put("completion_tokens", completionTokens);
      usage.put("total_tokens", promptTokens + completionTokens);
      usage.putObject("prompt_tokens_details").put("cached_tokens", cachedTokens);
      usage.putObject("completion_tokens_details").put("reasoning_tokens", 0);
      return usage;
    }
  }

  String finishReason() {
    return calls.isEmpty() ? "stop" : "tool_calls";
  }

  /** The answer as one {@code chat.completion} object. */
  ObjectNode completion() {
    ObjectNode completion = head("chat.completion");
    ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    message.put("content", calls.isEmpty() ? text : null).putNull("refusal");
    if (!calls.isEmpty()) {
      ArrayNode toolCalls = message.putArray("tool_calls");
      calls.forEach(call -> toolCalls.add(call.json(call.arguments())));
    }
    choice.putNull("logprobs").put("finish_reason", finishReason());
    completion.set("usage", usage.json());
    return completion;
  }

  /** The fields that every object of this answer starts with. */
  ObjectNode head(String object) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put("object", object)
        .put("created", createdSeconds)
        .put("model", model)
        .put("service_tier", "default")
        .put("system_fingerprint", "fp_spanledger");
  }
}
