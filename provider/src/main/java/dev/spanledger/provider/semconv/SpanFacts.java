// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

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
  private final Map<String, Object> restated = new LinkedHashMap<>();
  private final Set<String> promoted = new HashSet<>();

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

  /** A column says it now: it is left out of {@link #rest}. */
  void promote(String key) {
    promoted.add(key);
  }

  /**
   * Keeps an attribute as its trace's column has it: the trace's row must follow from its stored
   * spans.
   */
  <T> @Nullable T restate(String key, @Nullable T value) {
    attributes.remove(key);
    if (value != null) {
      restated.put(key, value);
    }
    return value;
  }

  /** What no column has taken: first what the trace needs, because the last may be cut off. */
  Map<String, Object> rest() {
    Map<String, Object> rest = new LinkedHashMap<>(restated);
    rest.putAll(attributes);
    rest.keySet().removeAll(promoted);
    return rest;
  }

  static @Nullable String text(Attributes attributes, String key) {
    return Normalise.text(attributes.get(AttributeKey.stringKey(key)));
  }
}
