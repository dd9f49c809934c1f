// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.schema.TextMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were found.
 *
 * @param json in canonical form
 * @param instructions parts for the system, or null
 * @param finishReasons as the messages state them
 * @param keys the attributes that said so; none for events and logs
 * @param verbatim whether the one attribute that said so holds the same text
 */
record Found(
    String json,
    @Nullable String instructions,
    List<String> finishReasons,
    Set<String> keys,
    boolean verbatim) {

  /** What an attribute, or what stands for one, says; null where that is nothing. */
  static @Nullable Found in(String text, Direction direction, Set<String> keys, TextMemory memory) {
    Canonical.Said canonical = Canonical.messages(text, memory);
    if (canonical != null) {
      return new Found(
          text, canonical.instructions(), canonical.finishReasons(), keys, !keys.isEmpty());
    }
    Found found = of(MessageList.read(direction, text), keys);
    return found == null || !found.json.equals(text) ? found : found.asVerbatim();
  }

  private Found asVerbatim() {
    return new Found(json, instructions, finishReasons, keys, !keys.isEmpty());
  }

  static @Nullable Found of(MessageList list, Set<String> keys) {
    return of(list.messages(), list.instructions(), keys);
  }

  static @Nullable Found of(List<Message> messages, Set<String> keys) {
    return of(messages, List.of(), keys);
  }

  /** Null for no messages. */
  private static @Nullable Found of(
      List<Message> messages, List<Json> instructions, Set<String> keys) {
    if (messages.isEmpty()) {
      return null;
    }
    List<Json> system = instructions.isEmpty() ? Instructions.leading(messages) : instructions;
    String json = Json.array(messages.stream().map(Message::json).toList()).compact();
    return new Found(json, Instructions.json(system), finishReasons(messages), keys, false);
  }

  private static List<String> finishReasons(List<Message> messages) {
    List<String> reasons = new ArrayList<>();
    for (Message message : messages) {
      String reason = message.finishReason();
      if (reason != null) {
        reasons.add(reason);
      }
    }
    return reasons;
  }
}
