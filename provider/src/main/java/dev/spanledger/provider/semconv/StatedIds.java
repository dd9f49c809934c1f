// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The ids that a span states for those below it. Worked out by the application's threads too, where
 * spans are dropped, so of the many sources only those are asked whose attribute is there.
 */
final class StatedIds {
  /** Of all columns that are inherited, in the order in which they are asked. */
  private static final List<ColumnSource<String>> SOURCES = sources();

  /** Which of them have something to say where an attribute is there, by its name. */
  private static final Map<String, BitSet> BY_NAME = new HashMap<>();

  /** Which of them need no attribute. */
  private static final BitSet ALWAYS = new BitSet();

  static {
    for (int i = 0; i < SOURCES.size(); i++) {
      String needs = SOURCES.get(i).needs();
      (needs == null ? ALWAYS : BY_NAME.computeIfAbsent(needs, name -> new BitSet())).set(i);
    }
  }

  private StatedIds() {}

  /** By column; only those that have one. */
  static Map<Column<String>, String> of(Set<String> names, SpanView span) {
    Asked asked = new Asked();
    names.forEach(asked::add);
    return asked.of(span);
  }

  /** The same of a span that has ended, as {@link Said#of(SpanData)} has it. */
  static Map<Column<String>, String> of(SpanData span) {
    Asked asked = new Asked();
    span.getAttributes().forEach(asked);
    return asked.of(new Ended(span, span.getAttributes()));
  }

  private static List<ColumnSource<String>> sources() {
    List<ColumnSource<String>> all = new ArrayList<>();
    for (Column<String> column : SpanDictionary.inherited()) {
      all.addAll(Conventions.sourcesOf(column));
    }
    return List.copyOf(all);
  }

  /** The sources that may speak. */
  private static final class Asked implements BiConsumer<AttributeKey<?>, Object> {
    private final BitSet sources = (BitSet) ALWAYS.clone();

    @Override
    public void accept(AttributeKey<?> key, Object value) {
      add(key.getKey());
    }

    void add(String name) {
      BitSet speaking = BY_NAME.get(name);
      if (speaking != null) {
        sources.or(speaking);
      }
    }

    Map<Column<String>, String> of(SpanView span) {
      Map<Column<String>, String> ids = new HashMap<>();
      for (int i = sources.nextSetBit(0); i >= 0; i = sources.nextSetBit(i + 1)) {
        ColumnSource<String> source = SOURCES.get(i);
        String id = ids.containsKey(source.column()) ? null : source.read(span);
        if (id != null) {
          ids.put(source.column(), id);
        }
      }
      return ids;
    }
  }

  /** Reads the attributes where they are: nothing of a span that is dropped is to be copied. */
  private record Ended(SpanData span, Attributes attributes) implements SpanView {
    @Override
    public String name() {
      return "";
    }

    @Override
    public String scope() {
      return span.getInstrumentationScopeInfo().getName();
    }

    @Override
    public String kind() {
      return AncestorView.of(Said.of(span)).kind();
    }

    @Override
    public String otelKind() {
      return "INTERNAL";
    }

    @Override
    public @Nullable Object attribute(String key) {
      if (key.equals(Said.SCOPE_NAME)) {
        return scope();
      }
      String text = attributes.get(AttributeKey.stringKey(key));
      return text == null ? attributes.get(AttributeKey.longKey(key)) : Said.cut(text);
    }

    @Override
    public Set<String> keys() {
      return Set.of();
    }

    @Override
    public @Nullable Object eventAttribute(String event, String key) {
      return null;
    }

    @Override
    public @Nullable AncestorView parent() {
      return null;
    }
  }
}
