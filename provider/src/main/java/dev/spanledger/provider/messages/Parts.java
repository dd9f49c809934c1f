// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Arr;
import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Raw;
import dev.spanledger.provider.messages.Json.Str;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One block of a message, of any provider, as a part. */
final class Parts {
  /** What providers add to a block, and what says nothing. */
  private static final Set<String> DROPPED =
      Set.of("type", "status", "index", "logprobs", "finish_reason", "finishReason");

  /** Ours as they are, where their content is a text. */
  private static final Set<String> CONTENTS =
      Set.of(PartTypes.TEXT, PartTypes.REASONING, PartTypes.REFUSAL);

  private Parts() {}

  static Obj text(String content) {
    return Obj.typed(PartTypes.TEXT).put("content", content);
  }

  static List<Json> of(Arr blocks) {
    List<Json> parts = new ArrayList<>();
    for (Json block : blocks.items()) {
      Json part = of(block);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts;
  }

  /** Null for what says nothing. */
  static @Nullable Json of(Json block) {
    if (block.isNull() || (block instanceof Str text && saysNothing(text.value()))) {
      return null;
    }
    return block instanceof Obj object ? of(object) : text(block.text());
  }

  static boolean saysNothing(String text) {
    return text.isEmpty() || Placeholders.is(text);
  }

  /** Whether it says what it is, or looks like text. */
  static boolean isPart(Obj block) {
    return block.string("type") != null
        || named(block) != null
        || block.string(PartTypes.TEXT_FIELDS) != null;
  }

  /** Whether it can be nothing else than a part. */
  static boolean isKnown(Obj block) {
    String type = block.string("type");
    if (type != null) {
      return PartTypes.isKnown(type);
    }
    boolean text = block.string(PartTypes.TEXT_FIELDS) != null;
    return named(block) != null || (text && (block.fields().size() == 1 || block.has("thought")));
  }

  private static @Nullable Json of(Obj block) {
    String stated = block.string("type");
    if (stated != null && !stated.isEmpty()) {
      return typed(PartTypes.canonical(stated), block);
    }
    Map.Entry<String, Json> named = named(block);
    if (named != null && named.getValue() instanceof Obj inner) {
      return named(named.getKey(), inner, block);
    }
    return untyped(block);
  }

  private static Map.@Nullable Entry<String, Json> named(Obj block) {
    for (Map.Entry<String, Json> field : block.fields().entrySet()) {
      if (PartTypes.namedBy(field.getKey()) != null && field.getValue() instanceof Obj) {
        return field;
      }
    }
    return null;
  }

  private static @Nullable Json named(String field, Obj inner, Obj block) {
    String type = PartTypes.namedBy(field);
    if (type == null || type.isEmpty()) {
      return of(inner);
    }
    return switch (type) {
      case PartTypes.SERVER_CALL -> ServerToolParts.codeExecution(inner);
      case PartTypes.SERVER_RESPONSE -> ServerToolParts.codeExecutionResult(inner);
      case PartTypes.REASONING -> reasoning(reasoningText(inner));
      case PartTypes.MEDIA -> MediaParts.of(field, block);
      default -> typed(type, inner);
    };
  }

  private static Obj reasoningText(Obj content) {
    Obj text = content.object("reasoningText");
    return text == null ? content : text;
  }

  private static @Nullable Json typed(String type, Obj block) {
    if (type.equals(block.string("type")) && CONTENTS.contains(type) && isContent(block)) {
      return block;
    }
    return switch (type) {
      case PartTypes.TEXT -> textPart(block);
      case PartTypes.REASONING -> reasoning(block);
      case PartTypes.CALL -> ToolParts.call(block);
      case PartTypes.RESPONSE -> ToolParts.response(block);
      case PartTypes.SERVER_CALL -> ServerToolParts.call(block);
      case PartTypes.SERVER_RESPONSE -> ServerToolParts.response(block);
      case PartTypes.REFUSAL -> refusal(block);
      case PartTypes.MEDIA, "file", "uri", "blob" -> MediaParts.of("", block);
      default -> block;
    };
  }

  private static boolean isContent(Obj block) {
    return block.fields().get("content") instanceof Str text && !Placeholders.is(text.value());
  }

  private static @Nullable Json textPart(Obj block) {
    String content = textOf(block);
    if (content == null || saysNothing(content)) {
      return null;
    }
    return withExtras(text(content), block, PartTypes.TEXT_FIELDS);
  }

  private static @Nullable String textOf(Obj block) {
    Json content = block.get(PartTypes.TEXT_FIELDS);
    if (content instanceof Obj object) {
      // OpenAI's assistants: {"text":{"value":"…","annotations":[]}}
      String value = object.string("value");
      return value == null ? object.compact() : value;
    }
    return content == null ? null : content.text();
  }

  private static Json reasoning(Obj block) {
    Json content = block.get(PartTypes.REASONING_FIELDS);
    String text =
        content instanceof Arr list ? joined(list) : content == null ? "" : content.text();
    Obj part = Obj.typed(PartTypes.REASONING).put("content", Placeholders.is(text) ? "" : text);
    return withExtras(part, block, PartTypes.REASONING_FIELDS);
  }

  /** OpenAI gives a list of summaries. */
  private static String joined(Arr summaries) {
    StringBuilder all = new StringBuilder();
    for (Json summary : summaries.items()) {
      String text = summary instanceof Obj object ? textOf(object) : summary.text();
      all.append(all.isEmpty() || text == null ? "" : "\n\n").append(text == null ? "" : text);
    }
    return all.toString();
  }

  private static Json refusal(Obj block) {
    String content = block.string("content", "refusal");
    return Obj.typed(PartTypes.REFUSAL).put("content", content == null ? "" : content);
  }

  private static @Nullable Json untyped(Obj block) {
    if (Raw.TRUE.equals(block.get("thought"))) {
      return reasoning(without("thought", block));
    }
    if (block.string("reasoning") != null && block.string(PartTypes.TEXT_FIELDS) == null) {
      return reasoning(block);
    }
    if (block.object("function") != null) {
      return ToolParts.call(block);
    }
    return block.string(PartTypes.TEXT_FIELDS) == null ? text(block.compact()) : textPart(block);
  }

  private static Obj without(String field, Obj block) {
    Obj rest = new Obj();
    block.fields().forEach((key, value) -> rest.put(key, key.equals(field) ? null : value));
    return rest;
  }

  /** A part with the fields of its block that say something and have no place of their own. */
  static Obj withExtras(Obj part, Obj block, List<String> known) {
    block
        .fields()
        .forEach(
            (key, value) -> {
              boolean extra = !known.contains(key) && !DROPPED.contains(key) && !isEmpty(value);
              if (extra) {
                part.putAbsent(key, value);
              }
            });
    return part;
  }

  private static boolean isEmpty(Json value) {
    return value.isNull()
        || (value instanceof Arr array && array.items().isEmpty())
        || (value instanceof Obj object && object.fields().isEmpty());
  }
}
