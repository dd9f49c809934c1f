/**
 * The attribute dictionary: which attribute of a span says what. Internal to the provider; {@link
 * dev.spanledger.provider.semconv.SpanDictionary} is its door.
 *
 * <p>Each convention has a file of its own that says as data which attributes it has for which
 * columns, how it tells kinds and what of it is content; {@link
 * dev.spanledger.provider.semconv.Conventions#ORDERED} lists them, the first wins. {@code
 * Normalise} and its value tables make one spelling of many.
 */
@NullMarked
package dev.spanledger.provider.semconv;

import org.jspecify.annotations.NullMarked;
