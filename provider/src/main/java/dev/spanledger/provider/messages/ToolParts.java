// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Arr;
import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Raw;
import dev.spanledger.provider.messages.Json.Str;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls of the application's own tools, and what they answered. */
final class ToolParts {
  private static final List<String> OF_CALL =
      known(PartTypes.ARGUMENT_FIELDS, List.of("function", "custom", "additional_kwargs"));
  private static final List<String> OF_RESPONSE = known(PartTypes.RESPONSE_FIELDS, List.of());

  private ToolParts() {}

  private static List<String> known(List<String> fields, List<String> more) {
    return Stream.of(PartTypes.ID_FIELDS, PartTypes.NAME_FIELDS, fields, more)
        .flatMap(List::stream)
        .toList();
  }

  static Obj call(Obj block) {
    if (isOurs(block)) {
      return block;
    }
    Obj function = block.object("function", "custom");
    Obj named = function == null ? block : function;
    Obj part =
        Obj.typed(PartTypes.CALL)
            .put("id", block.get(PartTypes.ID_FIELDS))
            .put("name", named.get(PartTypes.NAME_FIELDS))
            .put("arguments", arguments(named.get(PartTypes.ARGUMENT_FIELDS)));
    return Parts.withExtras(part, block, OF_CALL);
  }

  private static boolean isOurs(Obj block) {
    String arguments = block.string("arguments");
    return PartTypes.CALL.equals(block.string("type"))
        && !block.hasAny(PartTypes.CALL_SYNONYMS)
        && (arguments == null || !Placeholders.is(arguments));
  }

  /** Providers send the JSON of the arguments in a string. */
  static @Nullable Json arguments(@Nullable Json arguments) {
    if (!(arguments instanceof Str text)) {
      return arguments;
    }
    if (Placeholders.is(text.value())) {
      return null;
    }
    Json parsed = JsonText.parseStructure(text.value());
    return parsed == null ? text : parsed;
  }

  static Obj response(Obj block) {
    Obj part =
        Obj.typed(PartTypes.RESPONSE)
            .put("id", block.get(PartTypes.ID_FIELDS))
            .put("name", block.get(PartTypes.NAME_FIELDS))
            .put("response", answer(block.get(PartTypes.RESPONSE_FIELDS)));
    if ("error".equals(block.string("status"))) {
      part.put("is_error", Raw.TRUE);
    }
    return Parts.withExtras(part, block, OF_RESPONSE);
  }

  /** Takes a single text or a single value out of its wrapping; anything else stays as it is. */
  static @Nullable Json answer(@Nullable Json content) {
    if (content instanceof Str text && Placeholders.is(text.value())) {
      return null;
    }
    if (content instanceof Arr list && list.items().size() == 1) {
      return unwrapped(list.items().get(0), content);
    }
    return content instanceof Obj object && isTypedValue(object) ? object.get("value") : content;
  }

  /** Vercel's {@code {"type":"json","value":{…}}}. */
  private static boolean isTypedValue(Obj object) {
    return object.fields().size() == 2 && object.has("value") && object.string("type") != null;
  }

  /** Of Anthropic's, OpenAI's and Bedrock's lists of blocks. */
  private static Json unwrapped(Json only, Json list) {
    if (!(only instanceof Obj block)) {
      return list;
    }
    String type = block.string("type");
    String text = block.string("text");
    if (text != null && (type == null || PartTypes.canonical(type).equals(PartTypes.TEXT))) {
      return new Str(text);
    }
    Json json = type == null && block.fields().size() == 1 ? block.get("json") : null;
    return json == null ? list : json;
  }
}
