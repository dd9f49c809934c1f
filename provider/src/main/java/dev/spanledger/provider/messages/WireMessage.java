// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Arr;
import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Str;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message as providers and frameworks send it, and OpenTelemetry's own: who speaks, what is said
 * as a text or in blocks, and the tools that are called.
 */
final class WireMessage {
  /** What a message says besides its parts, its speaker and its end, in other words than ours. */
  static final Set<String> FIELDS =
      Set.of(
          "content",
          "tool_calls",
          "toolCalls",
          "function_call",
          "reasoning_content",
          "reasoning",
          "thinking",
          "refusal",
          "audio",
          "additional_kwargs",
          "tool_call_id",
          "toolCallId",
          "finishReason",
          "stop_reason",
          "stopReason");

  private static final Set<String> OURS =
      Set.of("role", "name", "parts", "finish_reason", "original_role");

  private final Obj wire;
  private final Message message;
  private final boolean tool;

  private WireMessage(Obj wire, String role) {
    this.wire = wire;
    this.message = new Message(role);
    this.tool = Roles.canonical(role).equals(Roles.TOOL);
  }

  /** Whether it says who speaks. */
  static boolean is(Obj object) {
    return role(object) != null;
  }

  static Message of(Obj wire, Direction direction) {
    Obj unwrapped = constructed(wire);
    String role = role(wire);
    return new WireMessage(unwrapped, role == null ? direction.role : role).message();
  }

  static @Nullable String finishReason(Obj object) {
    return object.string(
        "finish_reason", "finishReason", "stop_reason", "stopReason", "done_reason");
  }

  private static @Nullable String role(Obj object) {
    String role = object.string("role");
    if (role != null) {
      return role;
    }
    String type = langChainType(object);
    return type == null || object.has("function") ? null : Roles.known(type);
  }

  /** LangChain says who speaks by the type of the message. */
  private static @Nullable String langChainType(Obj object) {
    if (isConstructed(object)) {
      Arr id = object.array("id");
      String name = id == null || id.items().isEmpty() ? "" : last(id).text();
      return name.replaceFirst("Message(Chunk)?$", "").toLowerCase(Locale.ROOT);
    }
    return object.has("content") ? object.string("type") : null;
  }

  private static Json last(Arr list) {
    return list.items().get(list.items().size() - 1);
  }

  /** LangChain's {@code {"lc":1,"type":"constructor","id":[…],"kwargs":{…}}}. */
  private static Obj constructed(Obj object) {
    Obj kwargs = isConstructed(object) ? object.object("kwargs") : null;
    return kwargs == null ? object : kwargs;
  }

  private static boolean isConstructed(Obj object) {
    return object.has("lc") && object.object("kwargs") != null;
  }

  private Message message() {
    reasoning();
    Arr parts = wire.array("parts");
    if (parts != null) {
      parts.items().forEach(part -> message.add(Parts.of(part)));
      extras();
    }
    content(wire.get("content"));
    other();
    calls();
    message.finishReason(finishReason(wire));
    return tool ? message : message.name(wire.string("name"));
  }

  private void reasoning() {
    String text = wire.string("reasoning_content", "reasoning", "thinking");
    if (text != null && !Parts.saysNothing(text)) {
      message.add(Obj.typed(PartTypes.REASONING).put("content", text));
    }
  }

  /** An emitter of our own words may add to them. */
  private void extras() {
    wire.fields()
        .forEach(
            (key, value) -> {
              if (!OURS.contains(key) && !FIELDS.contains(key)) {
                message.extra(key, value);
              } else if (key.equals("original_role")) {
                message.extra(key, value);
              }
            });
  }

  private void content(@Nullable Json content) {
    if (content == null) {
      return;
    }
    Obj wrapped = content instanceof Obj object ? object : null;
    Arr blocks = wrapped == null ? null : wrapped.array("parts");
    if (tool && !areAnswers(content)) {
      message.add(answer(content));
    } else if (blocks != null) {
      message.addAll(Parts.of(blocks));
    } else if (content instanceof Arr list) {
      message.addAll(Parts.of(list));
    } else {
      message.add(Parts.of(content));
    }
  }

  /** Whether the blocks themselves say that they are answers, or calls, of tools. */
  private static boolean areAnswers(Json content) {
    return content instanceof Arr list
        && Parts.of(list).stream().anyMatch(WireMessage::isOfTool)
        && !list.items().isEmpty();
  }

  private static boolean isOfTool(Json part) {
    String type = part instanceof Obj object ? object.string("type") : null;
    return PartTypes.RESPONSE.equals(type) || PartTypes.CALL.equals(type);
  }

  private @Nullable Json answer(Json content) {
    if (content instanceof Str text && Placeholders.is(text.value())) {
      return null;
    }
    return Obj.typed(PartTypes.RESPONSE)
        .put("id", wire.get(PartTypes.ID_FIELDS))
        .put("name", wire.get(PartTypes.NAME_FIELDS))
        .put("response", ToolParts.answer(content));
  }

  private void other() {
    String refusal = wire.string("refusal");
    if (refusal != null) {
      message.add(Obj.typed(PartTypes.REFUSAL).put("content", refusal));
    }
    Obj audio = wire.object("audio");
    if (audio != null) {
      message.add(MediaParts.of("audio", audio));
    }
  }

  private void calls() {
    Arr calls = wire.array("tool_calls", "toolCalls", "tool_call");
    Obj more = wire.object("additional_kwargs");
    if ((calls == null || calls.items().isEmpty()) && more != null) {
      calls = more.array("tool_calls");
    }
    if (calls != null) {
      calls.items().forEach(this::call);
    }
    Obj function = wire.object("function_call", "functionCall");
    if (function != null) {
      message.add(ToolParts.call(function));
    }
  }

  private void call(Json call) {
    message.add(call instanceof Obj object ? ToolParts.call(inner(object)) : Parts.of(call));
  }

  /** OpenInference: {@code {"tool_call":{…}}}. */
  private static Obj inner(Obj call) {
    Obj inner = call.object("tool_call");
    return inner == null ? call : inner;
  }
}
