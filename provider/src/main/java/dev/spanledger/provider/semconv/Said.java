// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a span has said up to some time, as the spans below it see it. What follows from that is
 * worked out when it is first asked for, and once: a span is asked by every span below it, and in a
 * deep tree these are many. Immutable.
 */
public final class Said {
  /** Nothing at all. */
  public static final Said NOTHING = new Said(Map.of());

  /** OpenTelemetry's own name for the scope where it must travel as an attribute. */
  static final String SCOPE_NAME = "otel.scope.name";

  /** No id, name or kind is longer; texts of messages must not be kept for as long as this. */
  private static final int LONGEST = 1_024;

  private final Map<String, Object> attributes;
  private final boolean isRemembered;
  private volatile @Nullable Map<Column<String>, String> stated;
  private volatile @Nullable String kind;

  private Said(Map<String, Object> attributes) {
    this.attributes = attributes;
    this.isRemembered = false;
  }

  private Said(Map<String, Object> facts, Map<Column<String>, String> ids) {
    this.attributes = facts;
    this.stated = ids;
    this.isRemembered = true;
  }

  /** Of a span that may go on. */
  public static Said of(ReadableSpan span) {
    return of(span.getAttributes(), span.getInstrumentationScopeInfo().getName());
  }

  /** Of a span that has ended. */
  public static Said of(SpanData span) {
    return of(span.getAttributes(), span.getInstrumentationScopeInfo().getName());
  }

  /** By attributes: ids are texts, or numbers where somebody took them from a table. */
  public static Said of(Attributes attributes, String scope) {
    Map<String, Object> byName = new HashMap<>(2 + 2 * attributes.size());
    attributes.forEach(
        (key, value) -> {
          if (value instanceof String text) {
            byName.put(key.getKey(), cut(text));
          } else if (value instanceof Long) {
            byName.putIfAbsent(key.getKey(), value);
          }
        });
    byName.put(SCOPE_NAME, scope);
    return new Said(byName);
  }

  /** By what travels with a request. */
  public static Said of(Baggage baggage) {
    Map<String, Object> byName = new HashMap<>();
    baggage.forEach((name, entry) -> byName.put(name, entry.getValue()));
    return new Said(byName);
  }

  /** By the row that was made of the span: its ids, and what the rules about kinds ask for. */
  public static Said of(SpanRow row) {
    Map<String, Object> facts = new HashMap<>();
    facts.put(Own.SPAN_KIND, row.kind());
    put(OtelGenAi.TOOL_NAME, row.get(SpanColumns.TOOL_NAME), facts);
    put(OtelGenAi.AGENT_NAME, row.get(SpanColumns.AGENT_NAME), facts);
    return new Said(facts, ids(row::get));
  }

  private static void put(String key, @Nullable String value, Map<String, Object> facts) {
    if (value != null) {
      facts.put(key, value);
    }
  }

  /** By its ids alone, as {@link SpanDictionary#inherited} lists them. */
  public static Said ofIds(Function<Column<String>, @Nullable String> idOf) {
    return new Said(Map.of(), ids(idOf));
  }

  /** The ids alone of a span that has ended. */
  public static Said idsOf(SpanData span) {
    return new Said(Map.of(), StatedIds.of(span));
  }

  static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  private static Map<Column<String>, String> ids(Function<Column<String>, @Nullable String> idOf) {
    Map<Column<String>, String> ids = new HashMap<>();
    for (Column<String> column : SpanDictionary.inherited()) {
      String id = idOf.apply(column);
      if (id != null) {
        ids.put(column, id);
      }
    }
    return ids;
  }

  /** Whether a span said the same then. */
  public boolean isLike(Said other) {
    return this == other
        || (!isRemembered && !other.isRemembered && attributes.equals(other.attributes));
  }

  /** What it states for one of {@link SpanDictionary#inherited}; null if it does not. */
  public @Nullable String stated(Column<String> column) {
    Map<Column<String>, String> known = stated;
    if (known == null) {
      known = StatedIds.of(attributes.keySet(), AncestorView.of(this));
      stated = known;
    }
    return known.get(column);
  }

  /** What kind of step it is, as far as it says so itself. */
  String kind() {
    String known = kind;
    if (known == null) {
      known = KindRules.ofAncestor(AncestorView.of(this));
      kind = known;
    }
    return known;
  }

  @Nullable Object attribute(String name) {
    return attributes.get(name);
  }
}
