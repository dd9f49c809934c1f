/**
 * Taking out of spans what nobody shall read later: {@link
 * dev.spanledger.provider.redaction.Redactor} is what users write, {@link
 * dev.spanledger.provider.redaction.Redaction} chooses among the built-in rules.
 *
 * <p>{@link dev.spanledger.provider.redaction.SpanRedaction} applies them to a whole span, before
 * anything else reads it.
 */
@NullMarked
package dev.spanledger.provider.redaction;

import org.jspecify.annotations.NullMarked;
