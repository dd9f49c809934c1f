// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A rule about kinds.
 *
 * @param convention whose rule it is
 * @param rule the kind, or the kind, {@code /} and a finer kind; null where it does not know
 */
record KindRule(String convention, Function<SpanView, @Nullable String> rule) {}
