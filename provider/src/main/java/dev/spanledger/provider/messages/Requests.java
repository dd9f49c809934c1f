// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Arr;
import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Str;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the requests and responses of providers, and the inputs of frameworks, keep messages. */
final class Requests {
  /** Looked for in this order. */
  private static final List<String> INPUT =
      List.of(
          "messages",
          "contents",
          "input",
          "prompt",
          "inputs",
          "prompts",
          "kwargs",
          "args",
          "request",
          "message",
          "new_message",
          "content");

  private static final List<String> OUTPUT =
      List.of(
          "choices",
          "candidates",
          "output",
          "outputs",
          "message",
          "messages",
          "generations",
          "content",
          "response",
          "delta",
          "completion",
          "generated_text",
          "output_text");

  private Requests() {}

  /** Null where it is no request, or one without words. */
  static @Nullable Json messages(Obj object, Direction direction) {
    if (object.string("type") != null) {
      return null;
    }
    for (String path : direction == Direction.INPUT ? INPUT : OUTPUT) {
      Json inner = object.get(path);
      if (inner != null && leadsOn(path, inner)) {
        return inner;
      }
    }
    return null;
  }

  /** A text under {@code content} is a part, not a list of messages. */
  private static boolean leadsOn(String path, Json inner) {
    if (inner instanceof Arr list) {
      return !list.items().isEmpty();
    }
    if (inner instanceof Str text) {
      return !text.value().isEmpty() && !path.equals("content");
    }
    return inner instanceof Obj object && !object.fields().isEmpty();
  }

  /** Whether any of it can be a message; else it is somebody's own JSON, and a text to us. */
  static boolean areIn(Json value, Direction direction) {
    if (value instanceof Arr array) {
      return array.items().stream().anyMatch(item -> areIn(item, direction));
    }
    if (value instanceof Obj object) {
      return WireMessage.is(object)
          || ResponseItems.is(object)
          || Parts.isKnown(object)
          || messages(object, direction) != null;
    }
    Json inner = value instanceof Str text ? JsonText.parseStructure(text.value()) : null;
    return inner instanceof Obj object && WireMessage.is(object);
  }
}
