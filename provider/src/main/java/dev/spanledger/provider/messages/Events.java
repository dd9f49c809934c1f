// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Str;
import dev.spanledger.schema.TextMemory;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.EventData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's messages before they were attributes: one event a message, on the span or as a
 * log record.
 */
final class Events {
  static final Shape INPUT = source -> of(source).found(Direction.INPUT, Set.of());
  static final Shape OUTPUT = source -> of(source).found(Direction.OUTPUT, Set.of());

  /** Holds everything in attributes that are called like the span's. */
  private static final String DETAILS = "gen_ai.client.inference.operation.details";

  private static final String CHOICE = "gen_ai.choice";
  private static final Map<String, String> ROLES =
      Map.of(
          "gen_ai.system.message",
          Roles.SYSTEM,
          "gen_ai.user.message",
          Roles.USER,
          "gen_ai.assistant.message",
          Roles.ASSISTANT,
          "gen_ai.tool.message",
          Roles.TOOL,
          CHOICE,
          Roles.ASSISTANT);

  /** What each direction was called in the very first conventions. */
  private static final Map<String, String> CONTENTS =
      Map.of(
          "gen_ai.content.prompt",
          "gen_ai.prompt",
          "gen_ai.content.completion",
          "gen_ai.completion");

  private final List<Event> events;

  private Events(List<Event> events) {
    this.events = events;
  }

  /** What an event says, whatever carried it. */
  record Event(String name, Obj fields) {
    private boolean isKnown() {
      return ROLES.containsKey(name) || CONTENTS.containsKey(name) || name.equals(DETAILS);
    }

    private long index() {
      Json index = fields.get("index");
      String text = index == null ? "" : index.text();
      return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
    }
  }

  static Events of(List<Event> events) {
    return new Events(events);
  }

  /** Those of the span where it has any, else those of its log records. */
  private static Events of(MessageSource source) {
    List<Event> onSpan = new ArrayList<>();
    source.events().forEach(event -> add(event(event), onSpan));
    if (!onSpan.isEmpty()) {
      return new Events(onSpan);
    }
    List<Event> logged = new ArrayList<>();
    source.logs().forEach(log -> add(event(log), logged));
    return new Events(logged);
  }

  /** An attribute of the span that an event states instead; null where none does. */
  static @Nullable String detail(MessageSource source, String key) {
    return of(source).detail(key);
  }

  private static void add(Event event, List<Event> events) {
    if (event.isKnown()) {
      events.add(event);
    }
  }

  private static Event event(EventData event) {
    return new Event(event.getName(), opened(AnyValue.tree(event.getAttributes())));
  }

  private static Event event(LogMessage log) {
    String stated = log.attributes().get(AttributeKey.stringKey("event.name"));
    Obj fields = AnyValue.tree(log.attributes());
    Object body = log.body();
    Json said = body == null ? null : AnyValue.tree(body);
    if (said instanceof Str text && JsonText.parseStructure(text.value()) instanceof Obj object) {
      said = object;
    }
    if (said instanceof Obj object) {
      object.fields().forEach(fields::put);
    } else {
      fields.put("content", said);
    }
    return new Event(
        log.eventName().isEmpty() && stated != null ? stated : log.eventName(), fields);
  }

  /** Azure puts the body into one attribute of the event. */
  private static Obj opened(Obj fields) {
    String body = fields.string("gen_ai.event.content");
    if (body != null && JsonText.parseStructure(body) instanceof Obj object) {
      object.fields().forEach(fields::put);
    }
    return fields;
  }

  @Nullable Found found(Direction direction, Set<String> keys) {
    String key = direction == Direction.INPUT ? "gen_ai.input.messages" : "gen_ai.output.messages";
    String detail = detail(key);
    if (detail != null) {
      return Found.in(detail, direction, keys, TextMemory.NONE);
    }
    Found messages = Found.of(messages(direction), keys);
    return messages == null ? content(direction) : messages;
  }

  private @Nullable String detail(String key) {
    for (Event event : events) {
      Json value = event.name().equals(DETAILS) ? event.fields().get(key) : null;
      if (value != null && !Placeholders.isNothing(value.text())) {
        return value.text();
      }
    }
    return null;
  }

  /** All of them: what went in and what came out. */
  List<Message> messages() {
    return events.stream()
        .filter(event -> ROLES.containsKey(event.name()))
        .map(Events::message)
        .toList();
  }

  private List<Message> messages(Direction direction) {
    boolean output = direction == Direction.OUTPUT;
    // In the order in which they came; choices, of which several can be under way, by their number.
    return events.stream()
        .filter(event -> ROLES.containsKey(event.name()) && event.name().equals(CHOICE) == output)
        .sorted(Comparator.comparingLong(event -> output ? event.index() : 0))
        .map(Events::message)
        .toList();
  }

  private static Message message(Event event) {
    Obj fields = event.fields();
    Obj stated = inner(fields.get("message"));
    Obj wire = new Obj();
    (stated == null ? fields : stated).fields().forEach(wire::put);
    wire.putAbsent("role", new Str(ROLES.getOrDefault(event.name(), Roles.USER)));
    if (stated == null && fields.get("message") instanceof Str text) {
      wire.putAbsent("content", text);
    }
    return WireMessage.of(wire, Direction.INPUT).finishReason(WireMessage.finishReason(fields));
  }

  private static @Nullable Obj inner(@Nullable Json message) {
    Json value = message instanceof Str text ? JsonText.parseStructure(text.value()) : message;
    return value instanceof Obj object ? object : null;
  }

  private @Nullable Found content(Direction direction) {
    String name =
        direction == Direction.INPUT ? "gen_ai.content.prompt" : "gen_ai.content.completion";
    List<Message> messages = new ArrayList<>();
    for (Event event : events) {
      String text = event.name().equals(name) ? text(event) : null;
      if (text != null) {
        messages.addAll(MessageList.read(direction, text).messages());
      }
    }
    return Found.of(messages, Set.of());
  }

  private static @Nullable String text(Event event) {
    Json content = event.fields().get(CONTENTS.getOrDefault(event.name(), ""));
    return content == null ? null : content.text();
  }
}
