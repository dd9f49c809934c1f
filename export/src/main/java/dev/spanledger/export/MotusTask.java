// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task of Motus as a span that speaks OpenTelemetry's conventions for GenAI. */
final class MotusTask {
  private static final Resource MOTUS =
      Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "motus"));

  private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("motus");

  /** By how the names of their models begin. */
  private static final Map<String, String> MAKERS =
      Map.of(
          "claude", "anthropic",
          "gpt", "openai",
          "o1", "openai",
          "o3", "openai",
          "o4", "openai",
          "gemini", "gcp.gemini");

  private static final String CANCELLED = "cancelled";

  private final Map<String, @Nullable Object> task;
  private final Instant written;

  MotusTask(Map<String, @Nullable Object> task, Instant written) {
    this.task = task;
    this.written = written;
  }

  FileSpan span(String traceId, String spanId, @Nullable String parent) {
    FileSpan.Builder span = new FileSpan.Builder();
    span.context = context(traceId, spanId);
    span.parent = parent == null ? SpanContext.getInvalid() : context(traceId, parent);
    span.resource = MOTUS;
    span.scope = SCOPE;
    span.name = JsonTree.text(task.get("func"));
    span.kind = type().equals("model_call") ? SpanKind.CLIENT : SpanKind.INTERNAL;
    span.start = nanos("start_us", "started_at", micros(written) * 1_000);
    span.end = Math.max(span.start, nanos("end_us", "ended_at", span.start));
    span.status = status();
    span.attributes = attributes();
    return span.build();
  }

  private static SpanContext context(String traceId, String spanId) {
    return SpanContext.create(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
  }

  private String type() {
    return JsonTree.text(task.get("task_type"));
  }

  private StatusData status() {
    String error = JsonTree.text(task.get("error"));
    if (Boolean.TRUE.equals(task.get(CANCELLED))) {
      return StatusData.create(StatusCode.ERROR, CANCELLED);
    }
    if (isTimed() && !hasEnded()) {
      return StatusData.create(StatusCode.ERROR, "the process ended before this step did");
    }
    return error.isEmpty() ? StatusData.unset() : StatusData.create(StatusCode.ERROR, error);
  }

  private boolean isTimed() {
    return task.containsKey("start_us") || task.containsKey("started_at");
  }

  private boolean hasEnded() {
    return task.containsKey("end_us") || task.containsKey("ended_at");
  }

  private long nanos(String micros, String iso, long otherwise) {
    Long number = JsonTree.number(task.get(micros));
    if (number != null && number > 0) {
      return number * 1_000;
    }
    try {
      String text = JsonTree.text(task.get(iso));
      return text.isEmpty() ? otherwise : micros(OffsetDateTime.parse(text).toInstant()) * 1_000;
    } catch (DateTimeException e) {
      return otherwise;
    }
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  private Attributes attributes() {
    AttributesBuilder attributes = Attributes.builder();
    attributes.put("motus.task_type", type());
    text(attributes, "gen_ai.agent.id", task.get("agent_id"));
    text(attributes, "motus.object_id", task.get("object_id"));
    switch (type()) {
      case "agent_call" -> {
        attributes.put("gen_ai.operation.name", "invoke_agent");
        text(attributes, "gen_ai.agent.name", task.getOrDefault("agent_id", task.get("func")));
      }
      case "model_call" -> modelCall(attributes);
      case "tool_call" -> toolCall(attributes);
      default -> {}
    }
    if (JsonTree.text(task.get("error")).isEmpty()) {
      text(attributes, "gen_ai.usage.cost", task.get("total_cost_usd"));
    } else {
      attributes.put("error.message", JsonTree.text(task.get("error")));
    }
    return attributes.build();
  }

  private void modelCall(AttributesBuilder attributes) {
    Map<String, @Nullable Object> output = JsonTree.object(task.get("model_output_meta"));
    attributes.put("gen_ai.operation.name", "chat");
    text(attributes, "gen_ai.request.model", task.get("model_name"));
    text(attributes, "gen_ai.provider.name", provider(JsonTree.text(task.get("model_name"))));
    text(attributes, "gen_ai.response.model", output.get("model"));
    json(attributes, "gen_ai.input.messages", task.get("model_input_meta"));
    if (output.containsKey("content") || output.containsKey("tool_calls")) {
      Map<String, @Nullable Object> message = new LinkedHashMap<>(output);
      message.keySet().retainAll(List.of("role", "content", "tool_calls", "reasoning"));
      message.putIfAbsent("role", "assistant");
      json(attributes, "gen_ai.output.messages", List.of(message));
    }
    text(attributes, "gen_ai.response.finish_reason", output.get("finish_reason"));
    json(attributes, "gen_ai.tool.definitions", task.get("tool_meta"));
    names(attributes, task.get("chosen_tools"));
    Map<String, @Nullable Object> usage = JsonTree.object(output.get("usage"));
    MotusUsage.put(attributes, usage.isEmpty() ? JsonTree.object(task.get("usage")) : usage);
  }

  /** Motus does not say, and a price needs it; null where the name does not tell. */
  private static @Nullable String provider(String model) {
    return MAKERS.entrySet().stream()
        .filter(maker -> model.startsWith(maker.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private void toolCall(AttributesBuilder attributes) {
    Map<String, @Nullable Object> input = JsonTree.object(task.get("tool_input_meta"));
    Object name = input.get("name") == null ? task.get("func") : input.get("name");
    attributes.put("gen_ai.operation.name", "execute_tool");
    text(attributes, "gen_ai.tool.name", name);
    Object call = input.get("tool_call_id") == null ? input.get("id") : input.get("tool_call_id");
    text(attributes, "gen_ai.tool.call.id", call);
    json(attributes, "gen_ai.tool.call.arguments", input.get("arguments"));
    json(attributes, "gen_ai.tool.call.result", task.get("tool_output_meta"));
  }

  private static void names(AttributesBuilder attributes, @Nullable Object chosen) {
    List<String> names = new ArrayList<>();
    for (Object tool : JsonTree.list(chosen)) {
      Object name = tool instanceof Map ? JsonTree.object(tool).get("name") : tool;
      if (!JsonTree.text(name).isEmpty()) {
        names.add(JsonTree.text(name));
      }
    }
    if (!names.isEmpty()) {
      attributes.put(AttributeKey.stringArrayKey("motus.chosen_tools"), names);
    }
  }

  private static void text(AttributesBuilder attributes, String name, @Nullable Object value) {
    String text = JsonTree.text(value);
    if (!text.isEmpty()) {
      attributes.put(name, text);
    }
  }

  private static void json(AttributesBuilder attributes, String name, @Nullable Object tree) {
    if (tree == null) {
      return;
    }
    try {
      attributes.put(name, tree instanceof String text ? text : JsonTree.write(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
