// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A convention as data: how it tells the kind of a span, which attributes fill which columns, which
 * of them carry content or must not be stored at all. {@link Conventions#ORDERED} lists them.
 *
 * <p>A key is the name of an attribute, or that name, {@code #} and the dotted path of a member of
 * the JSON that the attribute holds. A kind is one of {@link KindRules#KINDS}, or that, {@code /}
 * and a finer kind.
 */
final class Convention {
  /** A spelling of nothing that only some spans and some columns have. */
  record Missing(
      Set<Column<?>> columns, String key, Predicate<Object> value, Predicate<SpanView> when) {}

  /** Attributes that a column of JSON takes together, without the prefix where it is cut off. */
  record Collected(Column<String> column, String prefix, boolean cutsPrefix) {}

  private final String name;
  private final List<KindRule> kinds = new ArrayList<>();
  private final Map<String, String> operations = new HashMap<>();
  private final List<ColumnSource<?>> sources = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();
  private final List<Collected> collected = new ArrayList<>();
  private final Set<String> content = new LinkedHashSet<>();
  private final Set<String> noContent = new LinkedHashSet<>();
  private final Set<String> messages = new LinkedHashSet<>();
  private final Set<String> neverKept = new LinkedHashSet<>();
  private Predicate<SpanView> when = Convention::anySpan;
  private Rank rank = Rank.SPECIFIC;

  private Convention(String name) {
    this.name = name;
  }

  /** A convention of this name, as the column {@code convention} says it. */
  static Convention named(String name) {
    return new Convention(name);
  }

  String name() {
    return name;
  }

  List<KindRule> kinds() {
    return kinds;
  }

  Map<String, String> operations() {
    return operations;
  }

  List<ColumnSource<?>> sources() {
    return sources;
  }

  List<Missing> missing() {
    return missing;
  }

  List<Collected> collected() {
    return collected;
  }

  Set<String> content() {
    return content;
  }

  Set<String> noContent() {
    return noContent;
  }

  Set<String> messages() {
    return messages;
  }

  Set<String> neverKept() {
    return neverKept;
  }

  /** The sources that follow have this rank. */
  Convention rank(Rank next) {
    rank = next;
    return this;
  }

  /** The sources that follow are asked on such spans only. */
  Convention when(Predicate<SpanView> next) {
    when = next;
    return this;
  }

  /** The sources that follow are asked on every span again. */
  Convention always() {
    return when(Convention::anySpan);
  }

  /** The first of the keys that says something fills the column, as {@link Normalisers} has it. */
  <T> Convention fill(Column<T> column, String... keys) {
    return fillAs(column, Normalisers.of(column), keys);
  }

  /** The same with another normaliser than the column's own. */
  <T> Convention fillAs(
      Column<T> column, Function<@Nullable Object, @Nullable T> normaliser, String... keys) {
    for (String key : keys) {
      sources.add(source(column, normaliser, key));
    }
    return this;
  }

  /** The column follows from the span as a whole. */
  <T> Convention derive(Column<T> column, Function<SpanView, @Nullable T> reader) {
    sources.add(new ColumnSource<>(column, rank, when, null, null, reader));
    return this;
  }

  /** The first of the keys of the span's last event of that name fills the column. */
  <T> Convention fillFromEvent(Column<T> column, String event, String... keys) {
    Function<@Nullable Object, @Nullable T> normaliser = Normalisers.of(column);
    for (String key : keys) {
      derive(column, span -> normaliser.apply(span.eventAttribute(event, key)));
    }
    return this;
  }

  /** The column takes all attributes whose names begin so, under what follows in their names. */
  Convention collect(Column<String> column, String... prefixes) {
    for (String prefix : prefixes) {
      collected.add(new Collected(column, prefix, true));
    }
    return this;
  }

  /** The column takes all attributes whose names begin so, under their whole names. */
  Convention collectNamed(Column<String> column, String... prefixes) {
    for (String prefix : prefixes) {
      collected.add(new Collected(column, prefix, false));
    }
    return this;
  }

  /** On such spans this value of the attribute means nothing to the columns. */
  Convention missing(
      String key, Predicate<Object> value, Predicate<SpanView> spans, Column<?>... columns) {
    missing.add(new Missing(Set.of(columns), key, value, spans));
    return this;
  }

  /** The next rule about kinds. */
  Convention kind(Function<SpanView, @Nullable String> rule) {
    kinds.add(new KindRule(name, rule));
    return this;
  }

  /**
   * What the attribute says decides; what is not in the table leaves it to the rules that follow.
   */
  Convention kindBy(String key, Map<String, String> kindOf) {
    return kind(
        span -> {
          String value = span.text(key);
          return value == null ? null : kindOf.get(value);
        });
  }

  /** The presence of any of the attributes decides. */
  Convention kindIfAny(String kind, String... keys) {
    return kind(
        span -> {
          for (String key : keys) {
            if (span.has(key)) {
              return kind;
            }
          }
          return null;
        });
  }

  /** What {@code gen_ai.operation.name} can be. */
  Convention operation(String kind, String... names) {
    for (String operation : names) {
      operations.put(operation, kind);
    }
    return this;
  }

  /**
   * Attributes that hold what people and tools said, and what follows a dot in their names; a name
   * that ends in {@code *} is a prefix.
   */
  Convention content(String... names) {
    content.addAll(List.of(names));
    return this;
  }

  /** Attributes that are named like content and are none. */
  Convention noContent(String... names) {
    noContent.addAll(List.of(names));
    return this;
  }

  /** Attributes that hold messages; a name that ends in a dot is a prefix. They are content. */
  Convention messages(String... names) {
    messages.addAll(List.of(names));
    for (String key : names) {
      content.add(key.endsWith(".") ? key + "*" : key);
    }
    return this;
  }

  /** Attributes that are not stored whatever the settings, and their parts; {@code *} as above. */
  Convention neverKept(String... names) {
    neverKept.addAll(List.of(names));
    return this;
  }

  private static boolean anySpan(SpanView span) {
    return true;
  }

  private <T> ColumnSource<T> source(
      Column<T> column, Function<@Nullable Object, @Nullable T> normaliser, String key) {
    int hash = key.indexOf('#');
    if (hash < 0) {
      return new ColumnSource<>(
          column, rank, when, key, key, span -> normaliser.apply(span.attribute(key)));
    }
    JsonPath path = new JsonPath(key.substring(0, hash), key.substring(hash + 1));
    return new ColumnSource<>(
        column, rank, when, null, path.key(), span -> normaliser.apply(path.of(span)));
  }
}
