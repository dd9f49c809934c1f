// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A JSON array of messages, taken apart: where each stands in the text, and its id.
 *
 * @param messages at least one
 */
record MessageList(String text, List<Message> messages) {
  private static final String ROLE = "\"role\"";
  private static final String PARTS = "\"parts\"";

  /** The text from {@code start} to {@code end}, an object that has a role and parts. */
  record Message(int start, int end, String role, UUID id) {}

  /**
   * Null for anything but an array of messages, and for an empty one.
   *
   * @param before a list that may begin with the same text; what they share is compared, not taken
   *     apart and hashed again
   */
  static @Nullable MessageList of(String text, @Nullable MessageList before) {
    List<Message> messages = before == null ? new ArrayList<>() : before.beginning(text);
    JsonWalk walk = new JsonWalk(text, end(messages));
    if (!walk.take(messages.isEmpty() ? '[' : ',')) {
      return messages.isEmpty() ? null : new MessageList(text, messages);
    }
    do {
      Message message = walk.isNext('{') ? message(text, walk) : null;
      if (message == null) {
        return null;
      }
      messages.add(message);
    } while (walk.take(','));
    return new MessageList(text, messages);
  }

  List<UUID> ids() {
    return messages.stream().map(Message::id).toList();
  }

  /** Whether the other's messages are the first of these. */
  boolean beginsWith(MessageList other) {
    int count = other.messages.size();
    return count <= messages.size() && other.messages.equals(messages.subList(0, count));
  }

  String json(Message message) {
    return text.substring(message.start, message.end);
  }

  /** Those of the first messages that are the text's first too, separators included. */
  private List<Message> beginning(String other) {
    int same = 0;
    int from = 0;
    while (same < messages.size()) {
      int end = messages.get(same).end;
      if (!other.regionMatches(from, text, from, end - from)) {
        break;
      }
      from = end;
      same++;
    }
    return new ArrayList<>(messages.subList(0, same));
  }

  private static int end(List<Message> messages) {
    return messages.isEmpty() ? 0 : messages.get(messages.size() - 1).end;
  }

  /** Passes an object; null where it is no message. */
  private static @Nullable Message message(String text, JsonWalk walk) {
    int start = walk.at();
    String role = null;
    boolean hasParts = false;
    walk.take('{');
    while (!walk.take('}')) {
      int name = walk.value();
      int nameLength = walk.at() - name;
      walk.take(':');
      int value = walk.value();
      if (is(ROLE, text, name, nameLength)) {
        role = StorableJson.unquote(text.substring(value, walk.at()));
      }
      hasParts |= is(PARTS, text, name, nameLength);
      walk.take(',');
    }
    return role == null || !hasParts
        ? null
        : new Message(start, walk.at(), role, id(text, start, walk.at()));
  }

  private static boolean is(String wanted, String text, int name, int nameLength) {
    return nameLength == wanted.length() && text.startsWith(wanted, name);
  }

  private static UUID id(String text, int start, int end) {
    return ContentId.ofText(text.substring(start, end));
  }
}
