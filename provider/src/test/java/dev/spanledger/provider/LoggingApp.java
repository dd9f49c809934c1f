// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls a model as OpenTelemetry's instrumentation of the OpenAI client does. */
final class LoggingApp implements AutoCloseable {
  private static final AttributeKey<String> EVENT_NAME = AttributeKey.stringKey("event.name");

  private final SdkTracerProvider tracers;
  private final SdkLoggerProvider loggers;
  private final Logger logger;

  LoggingApp(Spanledger ledger) {
    this(ledger, Sampler.alwaysOn());
  }

  LoggingApp(Spanledger ledger, Sampler sampler) {
    this(ledger, ledger.spanProcessor(), sampler);
  }

  private LoggingApp(Spanledger ledger, SpanProcessor processor, Sampler sampler) {
    tracers = SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(processor).build();
    loggers =
        SdkLoggerProvider.builder().addLogRecordProcessor(ledger.logRecordProcessor()).build();
    logger = loggers.get("io.opentelemetry.openai-java-1.1");
  }

  /** With the ledger's exporter in place of its processor. */
  static LoggingApp exporting(Spanledger ledger) {
    return new LoggingApp(
        ledger, SimpleSpanProcessor.create(ledger.spanExporter()), Sampler.alwaysOn());
  }

  /** A call from begin to end: three records. */
  Span call() {
    Span span = start();
    prompt(span);
    choice(span);
    span.end();
    return span;
  }

  Span start() {
    return tracers
        .get("io.opentelemetry.openai-java-1.1")
        .spanBuilder("chat gpt-4o")
        .setAttribute("gen_ai.operation.name", "chat")
        .setAttribute("gen_ai.request.model", "gpt-4o")
        .startSpan();
  }

  /** Two records: the system's and the user's message. */
  void prompt(Span span) {
    message(span, "system", "Be kind.");
    message(span, "user", "Where is my order?");
  }

  void message(Span span, String role, String text) {
    log(span, "gen_ai." + role + ".message", Value.of(Map.of("content", Value.of(text))));
  }

  void choice(Span span) {
    log(
        span,
        "gen_ai.choice",
        Value.of(
            Map.of(
                "finish_reason",
                Value.of("stop"),
                "index",
                Value.of(0),
                "message",
                Value.of(Map.of("content", Value.of("On its way."))))));
  }

  /** The newer form: one record with everything. */
  void details(Span span) {
    log(
        span,
        "gen_ai.client.inference.operation.details",
        null,
        Attributes.of(
            AttributeKey.stringKey("gen_ai.input.messages"), message("user", "my order?")));
  }

  void exception(Span span, String type, String message) {
    log(
        span,
        "gen_ai.client.operation.exception",
        null,
        Attributes.builder()
            .put("exception.type", type)
            .put("exception.message", message)
            .put("exception.stacktrace", type + "\n\tat Model.call")
            .build());
  }

  void log(Span span, String event, @Nullable Value<?> body) {
    log(span, event, body, Attributes.empty());
  }

  void log(Span span, String event, @Nullable Value<?> body, Attributes attributes) {
    logger
        .logRecordBuilder()
        .setContext(Context.root().with(span))
        .setAttribute(EVENT_NAME, event)
        .setAllAttributes(attributes)
        .setBody(body == null ? Value.of("") : body)
        .emit();
  }

  static String message(String role, String text) {
    return "[{\"role\":\"%s\",\"parts\":[{\"type\":\"text\",\"content\":\"%s\"}]}]"
        .formatted(role, text);
  }

  @Override
  public void close() {
    tracers.close();
    loggers.close();
  }
}
