// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the way back from the row to the span, once all columns have their values. An attribute
 * leaves {@code attributes} only where a column gives back exactly what it was, which {@code
 * source} notes; otherwise it stays as it came: content in {@code original_attributes}, out of the
 * way of whoever reads {@code attributes}, and everything else in {@code attributes}.
 *
 * <p>{@code source} is the same text for all spans that say the same things in the same types, so
 * that it is stored once a day.
 */
final class Origin {
  /** Values that JSON does not give back, by attribute. */
  static final String EXACT = "spanledger.exact";

  /** The span's name and its status' description, where the columns have others. */
  static final String NAME = "spanledger.name";

  static final String STATUS_MESSAGE = "spanledger.status_message";

  /** PostgreSQL writes their JSON anew, or prices change them later. */
  private static final Set<Column<?>> CHANGING =
      Set.of(
          SpanColumns.COST_USD,
          SpanColumns.INPUT_COST_USD,
          SpanColumns.OUTPUT_COST_USD,
          SpanColumns.MODEL_PARAMS,
          SpanColumns.USAGE_DETAILS,
          SpanColumns.COST_DETAILS);

  private final SpanFacts facts;
  private final Kept kept;
  private final SpanRow.Builder row;
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final Map<String, Object> originals = new LinkedHashMap<>();
  private final Map<String, Object> promoted = new TreeMap<>();

  private Origin(SpanFacts facts, Kept kept, SpanRow.Builder row) {
    this.facts = facts;
    this.kept = kept;
    this.row = row;
  }

  /** Fills the columns of what no other column says. */
  static void keep(SpanFacts facts, Kept kept, SpanRow.Builder row) {
    Origin origin = new Origin(facts, kept, row);
    origin.sort();
    origin.exactValues();
    origin.write();
  }

  private void sort() {
    Map<String, String> types = types();
    facts
        .attributes()
        .forEach(
            (name, value) -> {
              if (facts.isOwn(name) && !restorable(name, types.getOrDefault(name, ""), value)) {
                (isOutOfTheWay(name) ? originals : attributes).put(name, value);
              }
            });
  }

  private Map<String, String> types() {
    Map<String, String> types = new HashMap<>();
    for (AttributeKey<?> key : facts.span().getAttributes().asMap().keySet()) {
      types.put(kept.key(key.getKey()), TypeNotes.of(key));
    }
    return types;
  }

  private boolean restorable(String name, String type, Object value) {
    Column<?> column = facts.promoted().get(name);
    Object stored = column == null || CHANGING.contains(column) ? null : row.get(column);
    Form form = stored == null ? null : Form.of(stored, type, value);
    if (column != null && form != null) {
      promoted.put(name, form == Form.SAME ? column.name() : column.name() + ":" + form);
    }
    return form != null;
  }

  private boolean isOutOfTheWay(String name) {
    return facts.isConsumed(name)
        || (facts.promoted().containsKey(name) && ContentKeys.isContent(name));
  }

  private void exactValues() {
    Map<String, Object> exact = new LinkedHashMap<>(ExactValue.of(attributes));
    Map<String, Object> ofOriginals = ExactValue.of(originals);
    exact.putAll(ofOriginals);
    originals.keySet().removeAll(ofOriginals.keySet());
    if (!exact.isEmpty()) {
      originals.put(EXACT, exact);
    }
  }

  private void write() {
    SpanData span = facts.span();
    Map<String, Object> source = source(span);
    row.set(SpanColumns.ATTRIBUTES, AttributeJson.object(attributes, kept.limits()));
    row.set(SpanColumns.ORIGINAL_ATTRIBUTES, AttributeJson.object(originals, kept.limits()));
    row.set(SpanColumns.SOURCE, source.isEmpty() ? null : AttributeJson.value(source));
    row.set(
        SpanColumns.DROPPED_ATTRIBUTES,
        dropped(span.getTotalAttributeCount(), span.getAttributes().size()));
    row.set(
        SpanColumns.DROPPED_EVENTS,
        dropped(span.getTotalRecordedEvents(), span.getEvents().size()));
    row.set(
        SpanColumns.DROPPED_LINKS, dropped(span.getTotalRecordedLinks(), span.getLinks().size()));
  }

  private static long dropped(int total, int kept) {
    return Math.max(0, (long) total - kept);
  }

  private Map<String, Object> source(SpanData span) {
    Map<String, Object> source = Source.of(span, kept);
    if (!promoted.isEmpty()) {
      source.put(Source.PROMOTED, promoted);
    }
    String code = span.getStatus().getStatusCode().name();
    if (!code.equals(row.get(SpanColumns.STATUS))) {
      source.put(Source.STATUS, code);
    }
    String message = row.get(SpanColumns.STATUS_MESSAGE);
    if (message != null && span.getStatus().getDescription().isEmpty()) {
      source.put(Source.DESCRIBED, false);
    }
    differs(NAME, span.getName(), row.get(SpanColumns.NAME));
    differs(STATUS_MESSAGE, span.getStatus().getDescription(), message);
    return source;
  }

  /** What content capture left out is not kept here either. */
  private void differs(String name, String original, @Nullable String column) {
    if (!original.isEmpty() && !original.equals(column) && (column != null || kept.content())) {
      String text = kept.text(original);
      if (!text.equals(column)) {
        originals.put(name, text);
      }
    }
  }
}
