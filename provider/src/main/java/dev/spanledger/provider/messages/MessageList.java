// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Arr;
import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Raw;
import dev.spanledger.provider.messages.Json.Str;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages in a JSON value, whatever it is: a list of them, a single one, a provider's whole
 * request or response, or nothing that is known, which becomes one text.
 */
final class MessageList {
  /** A request in a string in a request …, and no further. */
  private static final int MAX_NESTED = 16;

  private final Direction direction;
  private final List<Message> messages = new ArrayList<>();
  private final List<Json> instructions = new ArrayList<>();

  /** Parts without a message, and items of a response, go on in the message that they opened. */
  private @Nullable Message open;

  private int nested;

  private MessageList(Direction direction) {
    this.direction = direction;
  }

  static MessageList read(Direction direction, String text) {
    MessageList list = new MessageList(direction);
    list.text(text);
    return list;
  }

  static MessageList read(Direction direction, Json value) {
    MessageList list = new MessageList(direction);
    list.add(value);
    return list;
  }

  List<Message> messages() {
    return messages;
  }

  /** Parts that a request states beside its messages. */
  List<Json> instructions() {
    return instructions;
  }

  /** Adds a text, or the messages in it where it is JSON. */
  private void text(String text) {
    if (Placeholders.isNothing(text)) {
      return;
    }
    Json parsed = nested < MAX_NESTED ? structure(text) : null;
    if (parsed != null && Requests.areIn(parsed, direction)) {
      add(parsed);
    } else {
      said(parsed == null ? unread(text) : Parts.text(text));
    }
  }

  /** JSON in a string of JSON counts too. */
  private static @Nullable Json structure(String text) {
    if (text.startsWith("\"") && JsonText.parse(text) instanceof Str string) {
      return JsonText.parseStructure(string.value());
    }
    return JsonText.parseStructure(text);
  }

  private static Json unread(String text) {
    Obj part = Parts.text(text);
    return JsonText.looksLikeStructure(text) ? part.put("truncated", Raw.TRUE) : part;
  }

  private void add(Json value) {
    nested++;
    if (value instanceof Arr array) {
      array.items().forEach(this::item);
      open = null;
    } else if (value instanceof Obj object) {
      object(object);
    } else if (value instanceof Str text) {
      text(text.value());
    } else if (!value.isNull()) {
      said(Parts.text(value.text()));
    }
    nested--;
  }

  private void item(Json item) {
    if (item instanceof Obj object && isLoosePart(object)) {
      goOn(direction.role).add(Parts.of(object));
    } else {
      add(item);
    }
  }

  private boolean isLoosePart(Obj object) {
    return !WireMessage.is(object)
        && !ResponseItems.is(object)
        && WireMessage.finishReason(object) == null
        && Parts.isPart(object)
        && Requests.messages(object, direction) == null;
  }

  private void object(Obj object) {
    int before = messages.size();
    if (ResponseItems.is(object)) {
      goOn(ResponseItems.role(object, direction)).addAll(ResponseItems.parts(object, direction));
    } else if (WireMessage.is(object)) {
      add(WireMessage.of(object, direction));
    } else if (!request(object)) {
      said(Parts.of(object));
    }
    if (messages.size() > before) {
      messages.get(messages.size() - 1).finishReason(WireMessage.finishReason(object));
    }
  }

  private boolean request(Obj object) {
    Json inner = nested > MAX_NESTED ? null : Requests.messages(object, direction);
    if (inner == null) {
      return false;
    }
    int before = messages.size();
    add(inner);
    if (object.has("messages") && object.has("prompt")) {
      prompt(object);
    }
    if (direction == Direction.INPUT) {
      instructions.addAll(Instructions.of(object));
    }
    return messages.size() > before;
  }

  /** Vercel takes one beside the messages, after them. */
  private void prompt(Obj object) {
    Json prompt = object.get("prompt");
    if (prompt != null) {
      add(prompt);
    }
  }

  private void said(@Nullable Json part) {
    if (part != null) {
      add(new Message(direction.role).add(part));
    }
  }

  private void add(Message message) {
    messages.add(message);
    open = null;
  }

  /** What a model, or a tool, put out without a break is one message; what a user says is not. */
  private Message goOn(String role) {
    Message message = open;
    if (message == null || !message.statedRole().equals(role)) {
      message = new Message(role);
      messages.add(message);
      open = role.equals(Roles.SYSTEM) ? null : message;
    }
    return message;
  }
}
