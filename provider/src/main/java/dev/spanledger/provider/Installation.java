// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;

/** An OpenTelemetry for applications that have none. */
final class Installation {
  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

  private Installation() {}

  static OpenTelemetry global(Spanledger ledger) {
    SdkTracerProvider tracers =
        SdkTracerProvider.builder()
            .setResource(resource())
            .addSpanProcessor(ledger.spanProcessor())
            .build();
    SdkLoggerProvider loggers =
        SdkLoggerProvider.builder()
            .setResource(resource())
            .addLogRecordProcessor(ledger.logRecordProcessor())
            .build();
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(tracers)
            .setLoggerProvider(loggers)
            .setPropagators(
                ContextPropagators.create(
                    TextMapPropagator.composite(
                        W3CTraceContextPropagator.getInstance(),
                        W3CBaggagePropagator.getInstance())))
            .build();
    register(sdk);
    ledger.closeOnExit();
    return sdk;
  }

  private static void register(OpenTelemetrySdk sdk) {
    try {
      GlobalOpenTelemetry.set(sdk);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "there is a global OpenTelemetry already: add ledger.spanProcessor() to its SdkTracerProvider instead of calling install()",
          e);
    }
  }

  private static Resource resource() {
    String name = serviceName();
    Resource standard = Resource.getDefault();
    return name == null
        ? standard
        : standard.merge(Resource.create(Attributes.of(SERVICE_NAME, name)));
  }

  private static @Nullable String serviceName() {
    String property = System.getProperty("otel.service.name");
    return property != null ? property : System.getenv("OTEL_SERVICE_NAME");
  }
}
