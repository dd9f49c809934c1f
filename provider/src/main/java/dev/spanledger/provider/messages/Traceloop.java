// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Arr;
import dev.spanledger.provider.messages.Json.Obj;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OpenLLMetry's messages, and Koog's older ones, each spread over a few attributes. */
final class Traceloop {
  static final Shape INPUT = source -> messages(source, "gen_ai.prompt.", Direction.INPUT);
  static final Shape OUTPUT = source -> messages(source, "gen_ai.completion.", Direction.OUTPUT);

  private Traceloop() {}

  private static @Nullable Found messages(
      MessageSource source, String prefix, Direction direction) {
    Flattened flattened = Flattened.read(source, prefix);
    List<Message> messages = new ArrayList<>();
    for (Obj item : flattened.items()) {
      messages.add(WireMessage.of(blocksOpened(item), direction));
    }
    return Found.of(messages, flattened.keys());
  }

  /** Where the content is a list of blocks, it is one in a string. */
  private static Obj blocksOpened(Obj item) {
    String content = item.string("content");
    Json blocks = content == null ? null : JsonText.parseStructure(content);
    if (!(blocks instanceof Arr list) || !areBlocks(list)) {
      return item;
    }
    boolean calls = list.items().stream().allMatch(Traceloop::isCall);
    Obj opened = new Obj();
    item.fields().forEach((key, value) -> opened.put(key, key.equals("content") ? null : value));
    return opened.put(calls ? "tool_calls" : "content", list);
  }

  private static boolean areBlocks(Arr list) {
    return !list.items().isEmpty()
        && list.items().stream().allMatch(item -> item instanceof Obj o && Parts.isKnown(o));
  }

  private static boolean isCall(Json block) {
    return block instanceof Obj object && object.object("function") != null;
  }
}
