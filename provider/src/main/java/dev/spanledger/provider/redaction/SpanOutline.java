// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What can be said of a span that could not be redacted: ids, times, status, and what is no text of
 * its own (token counts, and names of kinds and operations that everybody has).
 */
public final class SpanOutline extends DelegatingSpanData {
  /** Stands for the name of such a span. */
  public static final String NAME = "[REDACTED:redaction failed]";

  private static final long MOST_TOKENS = 1_000_000_000L;

  private static final Set<String> KIND_KEYS =
      Set.of(
          "spanledger.span.kind",
          "gen_ai.operation.name",
          "openinference.span.kind",
          "langfuse.observation.type",
          "traceloop.span.kind",
          "llm.request.type");

  private static final Set<String> KINDS =
      Set.of(
          "agent",
          "chain",
          "chat",
          "completion",
          "create_agent",
          "embedding",
          "embeddings",
          "evaluator",
          "execute_tool",
          "generate_content",
          "generation",
          "guardrail",
          "handoff",
          "invoke_agent",
          "invoke_workflow",
          "llm",
          "mcp",
          "memory",
          "rerank",
          "reranker",
          "retrieval",
          "retriever",
          "task",
          "text_completion",
          "tool",
          "workflow");

  private static final Set<String> COUNTS =
      Set.of(
          "gen_ai.usage.input_tokens",
          "gen_ai.usage.output_tokens",
          "gen_ai.usage.prompt_tokens",
          "gen_ai.usage.completion_tokens",
          "gen_ai.usage.total_tokens",
          "gen_ai.usage.cache_read.input_tokens",
          "gen_ai.usage.cache_write.input_tokens",
          "gen_ai.usage.cache_creation.input_tokens",
          "gen_ai.usage.reasoning.output_tokens",
          "llm.token_count.prompt",
          "llm.token_count.completion",
          "llm.token_count.total",
          "ai.usage.inputTokens",
          "ai.usage.outputTokens",
          "ai.usage.promptTokens",
          "ai.usage.completionTokens");

  private final Attributes outline;

  public SpanOutline(SpanData span) {
    super(span);
    this.outline = outline(span.getAttributes());
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public Attributes getAttributes() {
    return outline;
  }

  @Override
  public StatusData getStatus() {
    return StatusData.create(super.getStatus().getStatusCode(), "");
  }

  @Override
  public List<EventData> getEvents() {
    return List.of();
  }

  @Override
  public List<LinkData> getLinks() {
    return super.getLinks().stream()
        .map(link -> LinkData.create(withoutState(link.getSpanContext())))
        .toList();
  }

  @Override
  public SpanContext getSpanContext() {
    return withoutState(super.getSpanContext());
  }

  @Override
  public SpanContext getParentSpanContext() {
    return withoutState(super.getParentSpanContext());
  }

  @Override
  public Resource getResource() {
    return Resource.empty();
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return InstrumentationScopeInfo.empty();
  }

  private static SpanContext withoutState(SpanContext context) {
    return context.isRemote()
        ? SpanContext.createFromRemoteParent(
            context.getTraceId(),
            context.getSpanId(),
            context.getTraceFlags(),
            TraceState.getDefault())
        : SpanContext.create(
            context.getTraceId(),
            context.getSpanId(),
            context.getTraceFlags(),
            TraceState.getDefault());
  }

  private static Attributes outline(Attributes attributes) {
    AttributesBuilder outline = Attributes.builder();
    attributes.forEach((key, value) -> put(outline, key, value));
    return outline.build();
  }

  private static void put(AttributesBuilder outline, AttributeKey<?> key, Object value) {
    String name = key.getKey();
    if (value instanceof String kind && KIND_KEYS.contains(name)) {
      if (KINDS.contains(kind.toLowerCase(Locale.ROOT))) {
        outline.put(name, kind);
      }
    } else if (value instanceof Long count && COUNTS.contains(name) && isCount(count)) {
      outline.put(name, count);
    }
  }

  private static boolean isCount(long count) {
    return count >= 0 && count < MOST_TOKENS;
  }
}
