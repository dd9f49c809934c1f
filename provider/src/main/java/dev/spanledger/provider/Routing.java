// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the user's router once a trace and remembers the answer: a trace must not be torn apart
 * because a later local root of it looks different. Thread-safe.
 */
final class Routing {
  private static final Logger log = LoggerFactory.getLogger(Spanledger.class);
  private static final int REMEMBERED = 10_000;
  private static final String DEFAULT = "";

  private final @Nullable TraceRouter router;
  private final Set<String> routes;
  private final ConcurrentHashMap<String, String> byTrace = new ConcurrentHashMap<>();
  private final AtomicBoolean complained = new AtomicBoolean();

  Routing(@Nullable TraceRouter router, Set<String> routes) {
    this.router = router;
    this.routes = routes;
  }

  /** The route of the trace that the span belongs to; null for the default. */
  @Nullable String route(ReadableSpan span, Baggage baggage) {
    return router == null ? null : route(span.toSpanData(), baggage);
  }

  @Nullable String route(SpanData span, Baggage baggage) {
    TraceRouter asked = router;
    if (asked == null) {
      return null;
    }
    String route = byTrace.get(span.getTraceId());
    if (route == null) {
      route = ask(asked, span, baggage);
      remember(span.getTraceId(), route);
    }
    return route.equals(DEFAULT) ? null : route;
  }

  private String ask(TraceRouter asked, SpanData span, Baggage baggage) {
    TraceStart start =
        new TraceStart(
            span.getTraceId(),
            span.getName(),
            span.getAttributes(),
            span.getResource().getAttributes(),
            baggage);
    try {
      String route = asked.route(start);
      if (route == null || routes.contains(route)) {
        return route == null ? DEFAULT : route;
      }
      complain(
          "the router answered a name that no route has; its traces go to the default database",
          null);
    } catch (RuntimeException | Error e) {
      complain("the router failed; its traces go to the default database", e);
    }
    return DEFAULT;
  }

  private void remember(String traceId, String route) {
    if (byTrace.size() >= REMEMBERED) {
      Iterator<String> any = byTrace.keySet().iterator();
      for (int i = 0; i < REMEMBERED / 10 && any.hasNext(); i++) {
        any.next();
        any.remove();
      }
    }
    byTrace.put(traceId, route);
  }

  private void complain(String what, @Nullable Throwable cause) {
    if (complained.compareAndSet(false, true)) {
      log.warn(
          "spanledger: {} (said once)", what, cause == null ? null : new WithoutMessage(cause));
    }
  }
}
