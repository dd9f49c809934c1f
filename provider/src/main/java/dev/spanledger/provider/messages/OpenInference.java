// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Arr;
import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Str;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OpenInference's messages and completions, each spread over many attributes. */
final class OpenInference {
  static final Shape INPUT = source -> messages(source, "llm.input_messages.", Direction.INPUT);
  static final Shape OUTPUT = source -> messages(source, "llm.output_messages.", Direction.OUTPUT);
  static final Shape PROMPTS = source -> texts(source, "llm.prompts.", Direction.INPUT);
  static final Shape CHOICES = source -> texts(source, "llm.choices.", Direction.OUTPUT);

  private OpenInference() {}

  private static @Nullable Found messages(
      MessageSource source, String prefix, Direction direction) {
    Flattened flattened = Flattened.read(source, prefix);
    List<Message> messages = new ArrayList<>();
    for (Obj item : flattened.items()) {
      Obj message = item.object("message");
      if (message != null) {
        messages.add(WireMessage.of(wire(message), direction));
      }
    }
    return Found.of(messages, flattened.keys());
  }

  /** As OpenAI would send it. */
  private static Obj wire(Obj message) {
    Arr contents = message.array("contents");
    Obj wire =
        new Obj()
            .put("role", message.get("role"))
            .put("name", message.get("name"))
            .put("tool_call_id", message.get("tool_call_id"))
            .put("content", contents == null ? message.get("content") : contents)
            .put("finish_reason", message.get("finish_reason"));
    if (contents == null || contents.items().stream().noneMatch(OpenInference::isCall)) {
      wire.put("tool_calls", message.get("tool_calls"));
    }
    return wire.put("function_call", function(message));
  }

  private static boolean isCall(Json content) {
    return content instanceof Obj object && object.has("tool_call");
  }

  private static @Nullable Obj function(Obj message) {
    String name = message.string("function_call_name");
    return name == null
        ? null
        : new Obj()
            .put("name", new Str(name))
            .put("arguments", message.get("function_call_arguments_json"));
  }

  private static @Nullable Found texts(MessageSource source, String prefix, Direction direction) {
    Flattened flattened = Flattened.read(source, prefix);
    List<Message> messages = new ArrayList<>();
    for (Obj item : flattened.items()) {
      Obj inner = item.object("prompt", "completion");
      String text = (inner == null ? item : inner).string("text");
      if (text != null) {
        messages.add(new Message(direction.role).add(Parts.of(new Str(text))));
      }
    }
    return Found.of(messages, flattened.keys());
  }
}
