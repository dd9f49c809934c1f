// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the database of a trace, by the name that the database was given in {@link
 * SpanledgerBuilder#route}. Asked once a trace and process, on the application's thread: it must be
 * quick, must not block and must be thread-safe.
 *
 * <pre>{@code
 * trace -> "eu".equals(trace.baggage().getEntryValue("region")) ? "eu" : null
 * }</pre>
 */
@FunctionalInterface
public interface TraceRouter {
  /**
   * A route's name; null, a name that no route has, and an exception all mean the default database.
   */
  @Nullable String route(TraceStart trace);
}
