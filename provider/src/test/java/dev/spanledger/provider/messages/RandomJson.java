// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import java.util.List;
import java.util.Random;

/** JSON of the words that messages are made of, in any order, and sometimes broken. */
final class RandomJson {
  private static final List<String> WORDS =
      List.of(
          "role",
          "parts",
          "content",
          "type",
          "text",
          "name",
          "id",
          "tool_calls",
          "function",
          "arguments",
          "user",
          "assistant",
          "tool",
          "system",
          "developer",
          "tool_call",
          "tool_call_response",
          "response",
          "result",
          "output",
          "input",
          "messages",
          "contents",
          "choices",
          "message",
          "tool_use",
          "tool_result",
          "thinking",
          "reasoning",
          "image",
          "image_url",
          "url",
          "data:image/png;base64,AA",
          "https://x/y",
          "file",
          "file_id",
          "blob",
          "uri",
          "functionCall",
          "functionResponse",
          "args",
          "function_call",
          "thought",
          "finish_reason",
          "refusal",
          "instructions",
          "config",
          "summary",
          "event.name",
          "gen_ai.choice",
          "HIDDEN:non-empty",
          "<REDACTED>",
          "{\"a\":1}",
          "[1",
          "web_search_call",
          "web_search_tool_result",
          "server_tool_use",
          "source",
          "data",
          "lc",
          "kwargs",
          "human",
          "value",
          "json",
          "gr\u00fc\u00df\n\"\\",
          "",
          "original_role",
          "tool_call_id",
          "media");

  private final Random random;
  private final StringBuilder text = new StringBuilder();

  RandomJson(Random random) {
    this.random = random;
  }

  String text() {
    value(0);
    if (random.nextInt(10) == 0) {
      text.setLength(random.nextInt(text.length() + 1));
    }
    return text.toString();
  }

  private void value(int depth) {
    int kind = random.nextInt(depth > 6 ? 4 : 10);
    switch (kind) {
      case 0, 1 -> word();
      case 2 -> text.append(List.of("1", "1.0", "1e3", "-0.50", "NaN").get(random.nextInt(5)));
      case 3 -> text.append(List.of("true", "false", "null").get(random.nextInt(3)));
      case 4, 5, 6 -> array(depth);
      default -> object(depth);
    }
  }

  private void word() {
    JsonText.write(new Json.Str(WORDS.get(random.nextInt(WORDS.size()))), text);
  }

  private void array(int depth) {
    text.append('[');
    int length = random.nextInt(4);
    for (int i = 0; i < length; i++) {
      text.append(i == 0 ? "" : ",");
      value(depth + 1);
    }
    text.append(random.nextBoolean() ? "]" : " ]");
  }

  private void object(int depth) {
    text.append('{');
    int length = random.nextInt(6);
    for (int i = 0; i < length; i++) {
      text.append(i == 0 ? "" : ",");
      word();
      text.append(':');
      value(depth + 1);
    }
    text.append('}');
  }
}
