// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Carries the current context in headers, from process to process. */
final class Propagation {

  private static final TextMapPropagator W3C =
      TextMapPropagator.composite(
          W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance());

  private Propagation() {}

  static void inject(OpenTelemetry openTelemetry, BiConsumer<String, String> headerSetter) {
    propagator(openTelemetry)
        .inject(
            Context.current(),
            headerSetter,
            (carrier, name, value) -> headerSetter.accept(name, value));
  }

  static Context extract(OpenTelemetry openTelemetry, Map<String, List<String>> headers) {
    return propagator(openTelemetry).extract(Context.current(), headers, new HeadersGetter());
  }

  private static TextMapPropagator propagator(OpenTelemetry openTelemetry) {
    TextMapPropagator configured = openTelemetry.getPropagators().getTextMapPropagator();
    return configured.fields().isEmpty() ? W3C : configured;
  }

  /** Header names are found in any case; repeated headers are one list, as HTTP has it. */
  private static final class HeadersGetter implements TextMapGetter<Map<String, List<String>>> {

    // Before OpenTelemetry 1.67 every getter had to have it.
    @SuppressWarnings("deprecation")
    @Override
    public Iterable<String> keys(Map<String, List<String>> headers) {
      return headers.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Map<String, List<String>> headers, String name) {
      if (headers == null) {
        return null;
      }
      for (Map.Entry<String, List<String>> header : headers.entrySet()) {
        List<String> values = header.getValue();
        if (name.equalsIgnoreCase(header.getKey()) && values != null && !values.isEmpty()) {
          return String.join(",", values);
        }
      }
      return null;
    }
  }
}
