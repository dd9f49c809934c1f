// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A span as the rules ask it: attributes by name, and which of them a column has taken over. For
 * one thread.
 */
final class SpanFacts {
  private final SpanData span;
  private final Map<String, Object> attributes;
  private final Map<String, Column<?>> promoted = new LinkedHashMap<>();
  private final Set<String> consumed = new HashSet<>();

  SpanFacts(SpanData span, Kept kept, Map<String, String> ofProcess) {
    this.span = span;
    this.attributes = AttributeJson.map(span.getAttributes(), kept);
    ofProcess.forEach(attributes::putIfAbsent);
  }

  SpanData span() {
    return span;
  }

  boolean has(String key) {
    return attributes.containsKey(key);
  }

  boolean hasPrefix(String prefix) {
    return attributes.keySet().stream().anyMatch(key -> key.startsWith(prefix));
  }

  @Nullable Object attribute(String key) {
    return attributes.get(key);
  }

  @Nullable String text(String key) {
    return Normalise.text(attributes.get(key));
  }

  /** The column says it now: it is left out of {@link #rest}. */
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

  /** What no column has taken over. */
  Map<String, Object> rest() {
    Map<String, Object> rest = new LinkedHashMap<>(attributes);
    rest.keySet().removeAll(promoted.keySet());
    rest.keySet().removeAll(consumed);
    return rest;
  }

  /** What columns have taken over in another form. */
  Map<String, Object> originals() {
    Map<String, Object> originals = new LinkedHashMap<>(attributes);
    originals.keySet().retainAll(consumed);
    originals.keySet().removeAll(promoted.keySet());
    return originals;
  }

  static @Nullable String text(Attributes attributes, String key) {
    return Normalise.text(attributes.get(AttributeKey.stringKey(key)));
  }
}
