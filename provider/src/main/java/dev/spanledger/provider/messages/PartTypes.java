// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How conventions and providers spell a part's type and its fields. The first name is ours. */
final class PartTypes {
  static final String TEXT = "text";
  static final String REASONING = "reasoning";
  static final String CALL = "tool_call";
  static final String RESPONSE = "tool_call_response";
  static final String SERVER_CALL = "server_tool_call";
  static final String SERVER_RESPONSE = "server_tool_call_response";
  static final String REFUSAL = "refusal";
  static final String MEDIA = "media";

  static final List<String> TEXT_FIELDS = List.of("content", "text", "input_text", "output_text");
  static final List<String> REASONING_FIELDS =
      List.of("content", "thinking", "reasoning", "text", "summary", "thought");
  static final List<String> ID_FIELDS =
      List.of("call_id", "tool_call_id", "tool_use_id", "toolCallId", "toolUseId", "id", "ref");
  static final List<String> NAME_FIELDS = List.of("name", "toolName", "tool_name");
  static final List<String> ARGUMENT_FIELDS =
      List.of("arguments", "args", "input", "parameters", "partial_args");
  static final List<String> RESPONSE_FIELDS =
      List.of("response", "result", "output", "content", "tool_response");

  /** With one of these, a tool call or its response is not yet in our words. */
  static final Set<String> CALL_SYNONYMS =
      Set.of(
          "call_id",
          "tool_call_id",
          "tool_use_id",
          "toolCallId",
          "toolUseId",
          "toolName",
          "args",
          "input",
          "function",
          "custom",
          "result",
          "output");

  private static final Set<String> CANONICAL =
      Set.of(
          TEXT,
          REASONING,
          CALL,
          RESPONSE,
          SERVER_CALL,
          SERVER_RESPONSE,
          REFUSAL,
          "blob",
          "uri",
          "file",
          "compaction");

  /** What a type is called, to what it is. */
  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("input_text", TEXT),
          Map.entry("output_text", TEXT),
          Map.entry("plain_text", TEXT),
          Map.entry("thinking", REASONING),
          Map.entry("thought", REASONING),
          Map.entry("summary_text", REASONING),
          Map.entry("reasoning_text", REASONING),
          Map.entry("redacted_thinking", REASONING),
          Map.entry("redacted-reasoning", REASONING),
          Map.entry("function", CALL),
          Map.entry("tool_use", CALL),
          Map.entry("toolUse", CALL),
          Map.entry("tool-call", CALL),
          Map.entry("tool-use", CALL),
          Map.entry("function_call", CALL),
          Map.entry("functionCall", CALL),
          Map.entry("custom", CALL),
          Map.entry("custom_tool_call", CALL),
          Map.entry("toolRequest", CALL),
          Map.entry("tool_result", RESPONSE),
          Map.entry("toolResult", RESPONSE),
          Map.entry("tool-result", RESPONSE),
          Map.entry("tool-error", RESPONSE),
          Map.entry("function_call_output", RESPONSE),
          Map.entry("function_response", RESPONSE),
          Map.entry("functionResponse", RESPONSE),
          Map.entry("custom_tool_call_output", RESPONSE),
          Map.entry("tool_response", RESPONSE),
          Map.entry("toolResponse", RESPONSE),
          Map.entry("server_tool_use", SERVER_CALL),
          Map.entry("mcp_tool_use", SERVER_CALL),
          Map.entry("image", MEDIA),
          Map.entry("image_url", MEDIA),
          Map.entry("image-url", MEDIA),
          Map.entry("input_image", MEDIA),
          Map.entry("audio", MEDIA),
          Map.entry("audio_url", MEDIA),
          Map.entry("audio-url", MEDIA),
          Map.entry("input_audio", MEDIA),
          Map.entry("output_audio", MEDIA),
          Map.entry("video", MEDIA),
          Map.entry("video_url", MEDIA),
          Map.entry("video-url", MEDIA),
          Map.entry("document", MEDIA),
          Map.entry("document-url", MEDIA),
          Map.entry("input_file", MEDIA),
          Map.entry("binary", MEDIA),
          Map.entry("media", MEDIA),
          Map.entry("inlineData", MEDIA),
          Map.entry("inline_data", MEDIA),
          Map.entry("fileData", MEDIA),
          Map.entry("file_data", MEDIA));

  /** Calls that the provider itself answers: {@code web_search_call}, {@code mcp_call}. */
  private static final Set<String> PROVIDERS_CALLS =
      Set.of(
          "web_search_call",
          "file_search_call",
          "code_interpreter_call",
          "image_generation_call",
          "mcp_call",
          "mcp_list_tools",
          "computer_call",
          "local_shell_call");

  private PartTypes() {}

  /** Our name of a type; an unknown type is its own name. */
  static String canonical(String type) {
    String known = SYNONYMS.get(type);
    if (known != null) {
      return known;
    }
    if (PROVIDERS_CALLS.contains(type)) {
      return SERVER_CALL;
    }
    return type.endsWith("_tool_result") ? SERVER_RESPONSE : type;
  }

  static boolean isKnown(String type) {
    return CANONICAL.contains(type) || isSynonym(type);
  }

  static boolean isSynonym(String type) {
    return !canonical(type).equals(type);
  }

  /** A part that says its type by a field that is named after it, as Gemini's and Bedrock's do. */
  static @Nullable String namedBy(String field) {
    return switch (field) {
      case "functionCall", "function_call", "toolUse", "toolRequest", "tool_call" -> CALL;
      case "functionResponse", "function_response", "toolResult", "toolResponse" -> RESPONSE;
      case "inlineData", "inline_data", "fileData", "file_data", "image", "audio", "video" -> MEDIA;
      case "document", "media" -> MEDIA;
      case "executableCode", "executable_code" -> SERVER_CALL;
      case "codeExecutionResult", "code_execution_result" -> SERVER_RESPONSE;
      case "reasoningContent" -> REASONING;
      case "message_content" -> "";
      default -> null;
    };
  }
}
