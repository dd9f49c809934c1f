// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts an answer into the {@code chat.completion.chunk} objects of a stream. */
final class AnswerChunks {
  private static final int ARGUMENT_CHARS = 12;

  private final Answer answer;
  private final boolean withUsage;
  private final List<ObjectNode> chunks = new ArrayList<>();

  private AnswerChunks(Answer answer, boolean withUsage) {
    this.answer = answer;
    this.withUsage = withUsage;
  }

  static List<ObjectNode> of(Answer answer, boolean withUsage) {
    return new AnswerChunks(answer, withUsage).cut();
  }

  private List<ObjectNode> cut() {
    add(delta().put("role", "assistant").put("content", answer.calls().isEmpty() ? "" : null));
    words(answer.text()).forEach(word -> add(delta().put("content", word)));
    for (int i = 0; i < answer.calls().size(); i++) {
      addCall(i, answer.calls().get(i));
    }
    add(delta(), answer.finishReason());
    if (withUsage) {
      ObjectNode last = answer.head("chat.completion.chunk");
      last.putArray("choices");
      last.set("usage", answer.usage().json());
      chunks.add(last);
    }
    return chunks;
  }

  /** The first delta of a call names it; its arguments follow in pieces. */
  private void addCall(int index, Answer.ToolCall call) {
    addCallDelta(index, call.json(""));
    for (int from = 0; from < call.arguments().length(); from += ARGUMENT_CHARS) {
      int to = Math.min(from + ARGUMENT_CHARS, call.arguments().length());
      ObjectNode piece = delta();
      piece.putObject("function").put("arguments", call.arguments().substring(from, to));
      addCallDelta(index, piece);
    }
  }

  private void addCallDelta(int index, ObjectNode call) {
    ObjectNode delta = delta();
    delta.putArray("tool_calls").add(call.put("index", index));
    add(delta);
  }

  private void add(ObjectNode delta) {
    add(delta, null);
  }

  private void add(ObjectNode delta, @Nullable String finishReason) {
    ObjectNode chunk = answer.head("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs").put("finish_reason", finishReason);
    if (withUsage) {
      chunk.putNull("usage");
    }
    chunks.add(chunk);
  }

  private static ObjectNode delta() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("(?<= )"));
  }
}
