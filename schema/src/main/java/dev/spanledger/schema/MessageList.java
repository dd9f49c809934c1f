// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
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
  record Message(int start, int end, String role, UUID id) {
    private Message at(int shift) {
      return new Message(start + shift, end + shift, role, id);
    }
  }

  private static final TextMemory.Reading<List<Message>> MESSAGES =
      new TextMemory.Reading<>() {
        @Override
        public @Nullable List<Message> read(String text) {
          return messages(text);
        }

        @Override
        public List<Message> grown(
            String text, List<Message> known, List<Message> rest, int shift) {
          return Stream.concat(known.stream(), rest.stream().map(message -> message.at(shift)))
              .toList();
        }
      };

  /** Null for anything but an array of messages, and for an empty one. */
  static @Nullable MessageList of(String text, TextMemory memory) {
    List<Message> messages = memory.of(text, MESSAGES);
    return messages == null ? null : new MessageList(text, messages);
  }

  private static @Nullable List<Message> messages(String text) {
    List<Message> messages = new ArrayList<>();
    JsonWalk walk = new JsonWalk(text);
    if (!walk.take('[')) {
      return null;
    }
    do {
      Message message = walk.isNext('{') ? message(text, walk) : null;
      if (message == null) {
        return null;
      }
      messages.add(message);
    } while (walk.take(','));
    return messages;
  }

  List<UUID> ids() {
    return messages.stream().map(Message::id).toList();
  }

  String json(Message message) {
    return text.substring(message.start, message.end);
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
