// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Raw;
import dev.spanledger.provider.messages.Json.Str;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the Vercel AI SDK says a model answered, in one attribute a kind of part. */
final class Vercel implements Shape {
  static final Shape OUTPUT = new Vercel("ai.response.");

  /** The SDK's third version. */
  static final Shape OLD_OUTPUT = new Vercel("ai.result.");

  private final String prefix;

  private Vercel(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public @Nullable Found read(MessageSource source) {
    Set<String> keys = new LinkedHashSet<>();
    Message message = new Message(Roles.ASSISTANT);
    addText("reasoning", PartTypes.REASONING, source, keys, message);
    addText("text", PartTypes.TEXT, source, keys, message);
    addList("toolCalls", source, keys, message);
    addList("files", source, keys, message);
    if (message.parts().isEmpty()) {
      addText("object", PartTypes.TEXT, source, keys, message);
    }
    return message.parts().isEmpty() ? null : Found.of(List.of(message), keys);
  }

  private void addText(
      String name, String type, MessageSource source, Set<String> keys, Message message) {
    String text = AttributeShape.text(source, prefix + name);
    if (text != null) {
      message.add(Obj.typed(type).put("content", text));
      keys.add(prefix + name);
    }
  }

  private void addList(String name, MessageSource source, Set<String> keys, Message message) {
    String text = AttributeShape.text(source, prefix + name);
    Json parsed = text == null ? null : JsonText.parseStructure(text);
    if (parsed instanceof Json.Arr list) {
      list.items().forEach(item -> message.add(part(name, item)));
      keys.add(prefix + name);
    } else if (text != null) {
      message.add(Parts.text(text).put("truncated", Raw.TRUE));
      keys.add(prefix + name);
    }
  }

  private static @Nullable Json part(String name, Json item) {
    if (!(item instanceof Obj object)) {
      return Parts.of(item);
    }
    return name.equals("toolCalls")
        ? ToolParts.call(object)
        : Parts.of(new Obj().put("type", new Str("media")).put("media", object));
  }
}
