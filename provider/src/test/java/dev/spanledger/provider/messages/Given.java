// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A span that is made up, word by word. */
final class Given implements MessageSource {
  private final String kind;
  private String scopeName = "";
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final List<EventData> events = new ArrayList<>();
  private final List<LogMessage> logs = new ArrayList<>();

  private Given(String kind) {
    this.kind = kind;
  }

  static Given llm() {
    return new Given("LLM");
  }

  static Given kind(String kind) {
    return new Given(kind);
  }

  /** A span that was recorded. */
  static Given span(SpanData span, String kind) {
    Given given = new Given(kind).scope(span.getInstrumentationScopeInfo().getName());
    span.getAttributes().forEach((key, value) -> given.attribute(key.getKey(), value));
    given.events.addAll(span.getEvents());
    return given;
  }

  Given scope(String name) {
    scopeName = name;
    return this;
  }

  Given attribute(String key, Object value) {
    attributes.put(key, value);
    return this;
  }

  /** A line is an attribute: {@code key = value}. Lines that are indented go on. */
  Given attributes(String lines) {
    for (String line : lines.split("\n(?! )", -1)) {
      int equals = line.indexOf(" = ");
      if (equals > 0) {
        attribute(line.substring(0, equals), line.substring(equals + 3).strip());
      }
    }
    return this;
  }

  Given event(String name, Map<String, String> fields) {
    events.add(EventData.create(events.size(), name, of(fields)));
    return this;
  }

  Given log(String name, Object body) {
    logs.add(new LogMessage(name, Attributes.empty(), body, logs.size()));
    return this;
  }

  Given log(LogMessage log) {
    logs.add(log);
    return this;
  }

  static Attributes of(Map<String, String> fields) {
    AttributesBuilder attributes = Attributes.builder();
    fields.forEach(attributes::put);
    return attributes.build();
  }

  Conversation read() {
    return Messages.read(this);
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public String scopeName() {
    return scopeName;
  }

  @Override
  public Object attribute(String key) {
    return attributes.get(key);
  }

  @Override
  public Set<String> keys() {
    return attributes.keySet();
  }

  @Override
  public List<EventData> events() {
    return events;
  }

  @Override
  public List<LogMessage> logs() {
    return logs;
  }
}
