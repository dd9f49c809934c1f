// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.TextMemory;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A span as the rules ask it: attributes by name, and which of them a column has taken over. For
 * one thread.
 */
final class SpanFacts implements SpanView {
  private final SpanData span;
  private final Kept kept;
  private final TextMemory memory;
  private final @Nullable Ancestor above;
  private @Nullable AncestorView parent;
  private final Map<String, Object> attributes;
  private final Map<String, Column<?>> promoted = new LinkedHashMap<>();
  private final Set<String> consumed = new HashSet<>();
  private final Set<String> fromProcess = new HashSet<>();
  private final Map<String, Optional<Object>> trees = new HashMap<>();
  private @Nullable List<EventData> events;
  private String kind = KindRules.OTHER;

  SpanFacts(
      SpanData span,
      Kept kept,
      Map<String, String> ofProcess,
      @Nullable Ancestor above,
      TextMemory memory) {
    this.span = span;
    this.kept = kept;
    this.memory = memory;
    this.above = above;
    this.attributes = AttributeJson.map(span.getAttributes(), kept);
    ofProcess.forEach(
        (key, value) -> {
          if (attributes.putIfAbsent(key, value) == null) {
            fromProcess.add(key);
          }
        });
  }

  SpanData span() {
    return span;
  }

  /** What is known of long texts. */
  TextMemory memory() {
    return memory;
  }

  /** Whether what people and tools said is kept. */
  boolean keepsContent() {
    return kept.content();
  }

  /** What is kept of the span's events: none of them says more than its row may. */
  List<EventData> events() {
    if (events == null) {
      events = span.getEvents().stream().map(this::kept).toList();
    }
    return events;
  }

  private EventData kept(EventData event) {
    return EventData.create(
        event.getEpochNanos(), event.getName(), KeptAttributes.of(event.getAttributes(), kept));
  }

  /** From now on rules know what kind of step it is. */
  void is(String decided) {
    kind = decided;
  }

  @Override
  public String name() {
    return span.getName();
  }

  @Override
  public String scope() {
    return span.getInstrumentationScopeInfo().getName();
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public String otelKind() {
    return span.getKind().name();
  }

  @Override
  public @Nullable Object attribute(String key) {
    return attributes.get(key);
  }

  @Override
  public Set<String> keys() {
    return attributes.keySet();
  }

  @Override
  public @Nullable AncestorView parent() {
    if (parent == null) {
      parent = AncestorView.of(above);
    }
    return parent;
  }

  @Override
  public @Nullable Object eventAttribute(String event, String key) {
    Object value = null;
    for (EventData candidate : events()) {
      if (candidate.getName().equals(event)) {
        value = attributesOf(candidate).get(key);
      }
    }
    return value;
  }

  /** What is kept of an event. */
  Map<String, Object> attributesOf(EventData event) {
    return AttributeJson.map(event.getAttributes(), kept);
  }

  /** The JSON that an attribute holds; null where it holds none. */
  @Nullable Object tree(String key) {
    return trees.computeIfAbsent(key, this::parsed).orElse(null);
  }

  private Optional<Object> parsed(String key) {
    Object value = attributes.get(key);
    String json = value == null ? null : Normalise.json(value);
    return json == null ? Optional.empty() : Optional.ofNullable(JsonTree.parse(json));
  }

  /** The column says it now: see {@link Origin}. */
  void promote(String key, Column<?> column) {
    promoted.put(key, column);
  }

  /**
   * Columns say it now, in another form: it is kept in {@code original_attributes}, out of the way
   * of whoever reads {@code attributes}.
   */
  void consume(String key) {
    consumed.add(key);
  }

  /** All that is known of the span by name. */
  Map<String, Object> attributes() {
    return attributes;
  }

  /** Whether the span said it itself, and not the process that it is of. */
  boolean isOwn(String key) {
    return !fromProcess.contains(key);
  }

  /** Which column each attribute went to. */
  Map<String, Column<?>> promoted() {
    return promoted;
  }

  boolean isConsumed(String key) {
    return consumed.contains(key);
  }

  static @Nullable String text(Attributes attributes, String key) {
    return Normalise.text(attributes.get(AttributeKey.stringKey(key)));
  }
}
