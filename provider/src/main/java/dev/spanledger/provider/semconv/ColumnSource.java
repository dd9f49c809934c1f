// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanRow;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One place that a column is filled from.
 *
 * @param column what it fills
 * @param rank whose word counts more, before the order of the conventions
 * @param when on which spans it is asked
 * @param key the attribute that it is; null where the value is derived from more than one
 * @param needs the attribute without which it has nothing to say; null where there is none
 * @param reader the value, normalised, or null
 */
record ColumnSource<T>(
    Column<T> column,
    Rank rank,
    Predicate<SpanView> when,
    @Nullable String key,
    @Nullable String needs,
    Function<SpanView, @Nullable T> reader) {

  /** Ranks, the first wins; within a rank the order of {@link Conventions#ORDERED} decides. */
  enum Rank {
    /** Set to overrule whatever an instrumentation says. */
    OVERRULING,
    /** The standard's own names. */
    STANDARD,
    /** A convention's own name for exactly this. */
    SPECIFIC,
    /** A name that holds this among other things. */
    GENERIC,
    /** Better than nothing. */
    LAST
  }

  /** The value, where this span is one to ask and the value is not a spelled out nothing. */
  @Nullable T read(SpanView span) {
    if (!when.test(span) || (key != null && Conventions.isMissing(column, key, span))) {
      return null;
    }
    return reader.apply(span);
  }

  /** Fills the column; false where this source has nothing to say. */
  boolean fill(SpanFacts span, SpanRow.Builder row) {
    T value = read(span);
    if (value == null) {
      return false;
    }
    row.set(column, value);
    if (key != null) {
      span.promote(key, column);
    }
    return true;
  }
}
