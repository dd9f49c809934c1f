// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Arr;
import dev.spanledger.provider.messages.Json.Obj;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pydantic AI: an agent's span holds its whole history, with the number of the first message of
 * this run; a span of its first format holds events in an attribute.
 */
final class Pydantic {
  static final Shape INPUT = source -> history(source, Direction.INPUT);
  static final Shape OUTPUT = source -> history(source, Direction.OUTPUT);
  static final Shape EVENTS_INPUT = source -> events(source, Direction.INPUT);
  static final Shape EVENTS_OUTPUT = source -> events(source, Direction.OUTPUT);

  private static final String ALL_MESSAGES = "pydantic_ai.all_messages";
  private static final String ALL_EVENTS = "all_messages_events";
  private static final String EVENTS = "events";
  private static final String NEW_MESSAGE = "pydantic_ai.new_message_index";

  private Pydantic() {}

  private static @Nullable Found history(MessageSource source, Direction direction) {
    String key = source.attribute(ALL_MESSAGES) == null ? ALL_EVENTS : ALL_MESSAGES;
    String text = AttributeShape.text(source, key);
    if (text == null) {
      return null;
    }
    List<Message> all =
        key.equals(ALL_EVENTS)
            ? Events.of(events(text)).messages()
            : MessageList.read(Direction.INPUT, text).messages();
    int split = split(source, all);
    return Found.of(
        direction == Direction.INPUT ? all.subList(0, split) : all.subList(split, all.size()),
        Set.of(key));
  }

  /** Where no number is given, the whole history is this run's: it begins to answer first. */
  private static int split(MessageSource source, List<Message> all) {
    Object index = source.attribute(NEW_MESSAGE);
    if (index != null && index.toString().matches("[0-9]{1,9}")) {
      return Math.min(Integer.parseInt(index.toString()), all.size());
    }
    int split = 0;
    while (split < all.size() && !all.get(split).role().equals(Roles.ASSISTANT)) {
      split++;
    }
    return split;
  }

  private static @Nullable Found events(MessageSource source, Direction direction) {
    String text = AttributeShape.text(source, EVENTS);
    List<Events.Event> events = text == null ? List.of() : events(text);
    return Events.of(events).found(direction, Set.of(EVENTS));
  }

  private static List<Events.Event> events(String text) {
    List<Events.Event> events = new ArrayList<>();
    Json parsed = JsonText.parseStructure(text);
    for (Json item : parsed instanceof Arr array ? array.items() : List.<Json>of()) {
      String name = item instanceof Obj object ? object.string("event.name") : null;
      if (item instanceof Obj object && name != null) {
        events.add(new Events.Event(name, object));
      }
    }
    return events;
  }
}
