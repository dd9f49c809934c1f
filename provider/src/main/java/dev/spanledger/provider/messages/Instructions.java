// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Arr;
import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Raw;
import dev.spanledger.schema.TextMemory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the system is told beside the messages: an array of parts. */
final class Instructions {
  private static final String[] FIELDS = {
    "system", "instructions", "systemInstruction", "system_instruction", "systemPrompt"
  };

  private static final TextMemory.Reading<String> OF_TEXT = Instructions::of;

  private Instructions() {}

  /** Those of a provider's request; empty where it has none. */
  static List<Json> of(Obj request) {
    Json stated = request.get(FIELDS);
    Obj config = request.object("config", "generationConfig");
    if (stated == null && config != null) {
      stated = config.get(FIELDS);
    }
    return stated == null ? List.of() : parts(stated);
  }

  /** Of an attribute's own text, in canonical JSON; null where it says nothing. */
  static @Nullable String of(String text, TextMemory memory) {
    return memory.of(text, OF_TEXT);
  }

  private static @Nullable String of(String text) {
    if (Placeholders.isNothing(text)) {
      return null;
    }
    if (Canonical.areParts(text)) {
      return text;
    }
    Json parsed = JsonText.parseStructure(text);
    return parsed == null ? ofText(text) : json(parts(parsed));
  }

  private static @Nullable String ofText(String text) {
    Obj part = Parts.text(text);
    return json(
        List.of(JsonText.looksLikeStructure(text) ? part.put("truncated", Raw.TRUE) : part));
  }

  /** Null for no parts. */
  static @Nullable String json(List<Json> parts) {
    return parts.isEmpty() ? null : Json.array(parts).compact();
  }

  /** The parts of the system's messages at the head of a list. */
  static List<Json> leading(List<Message> messages) {
    List<Json> parts = new ArrayList<>();
    for (Message message : messages) {
      if (!message.role().equals(Roles.SYSTEM)) {
        break;
      }
      parts.addAll(message.parts());
    }
    return parts;
  }

  private static List<Json> parts(Json stated) {
    if (stated instanceof Obj object) {
      return ofObject(object);
    }
    List<Json> parts = new ArrayList<>();
    for (Json item : stated instanceof Arr array ? array.items() : List.of(stated)) {
      if (item instanceof Obj object) {
        parts.addAll(ofObject(object));
      } else {
        add(Parts.of(item), parts);
      }
    }
    return parts;
  }

  /** A message, a list of parts under a name, or a part. */
  private static List<Json> ofObject(Obj object) {
    String type = object.string("type");
    boolean part = type != null && PartTypes.isKnown(type);
    if (!part && (WireMessage.is(object) || object.array("parts") != null)) {
      return WireMessage.of(object, Direction.INPUT).parts();
    }
    List<Json> parts = new ArrayList<>();
    add(Parts.of(object), parts);
    return parts;
  }

  private static void add(@Nullable Json part, List<Json> parts) {
    if (part != null) {
      parts.add(part);
    }
  }
}
