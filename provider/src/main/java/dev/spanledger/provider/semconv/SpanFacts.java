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
  private final Set<String> fromProcess = new HashSet<>();

  SpanFacts(SpanData span, Kept kept, Map<String, String> ofProcess) {
    this.span = span;
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
