// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
  private final Supplier<Set<String>> routes;
  private final ConcurrentHashMap<String, String> byTrace = new ConcurrentHashMap<>();
  private final AtomicBoolean complained = new AtomicBoolean();

  /**
   * @param routes the names that there are; asked each time, since they may become more and fewer
   */
  Routing(@Nullable TraceRouter router, Supplier<Set<String>> routes) {
    this.router = router;
    this.routes = routes;
  }

  /** The route of the trace that the span belongs to; null for the default. */
  @Nullable String route(ReadableSpan span, Baggage baggage) {
    TraceRouter asked = router;
    return asked == null
        ? null
        : known(span.getSpanContext().getTraceId(), () -> ask(asked, span.toSpanData(), baggage));
  }

  /**
   * The same of a span that has ended.
   *
   * @param first the span of its trace that is to be asked
   */
  @Nullable String route(SpanData span, UnaryOperator<SpanData> first) {
    TraceRouter asked = router;
    return asked == null
        ? null
        : known(span.getTraceId(), () -> ask(asked, first.apply(span), Baggage.empty()));
  }

  private @Nullable String known(String traceId, Supplier<String> answer) {
    String route = byTrace.get(traceId);
    if (route == null) {
      route = answer.get();
      remember(traceId, route);
    }
    return route.equals(DEFAULT) ? null : route;
  }

  private String ask(TraceRouter asked, SpanData span, Baggage baggage) {
    Set<String> known = routes.get();
    TraceStart start =
        new TraceStart(
            span.getTraceId(),
            span.getName(),
            span.getAttributes(),
            span.getResource().getAttributes(),
            baggage,
            known);
    try {
      String route = asked.route(start);
      if (route == null || known.contains(route)) {
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
