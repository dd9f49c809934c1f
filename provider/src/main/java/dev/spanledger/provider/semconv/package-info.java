/**
 * The attribute dictionary: which attribute of a span says what. Internal to the provider; {@link
 * dev.spanledger.provider.semconv.SpanDictionary} is its door.
 *
 * <p>Each convention has a file of its own that names its attributes ({@link
 * dev.spanledger.provider.semconv.GenAi}, {@link dev.spanledger.provider.semconv.Own}). {@link
 * dev.spanledger.provider.semconv.ColumnRules} says, column by column, which of them is asked
 * first; {@link dev.spanledger.provider.semconv.KindRules} says what kind of step a span is.
 */
@NullMarked
package dev.spanledger.provider.semconv;

import org.jspecify.annotations.NullMarked;
