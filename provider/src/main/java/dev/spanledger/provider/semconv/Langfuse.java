// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Langfuse SDKs, 4.16. What they say about a span outranks what instrumentations say. */
final class Langfuse {
  static final String USAGE = "langfuse.observation.usage_details";
  static final String COST = "langfuse.observation.cost_details";
  private static final String PARAMETERS = "langfuse.observation.model.parameters";
  private static final String OBSERVATION_METADATA = "langfuse.observation.metadata.";
  private static final String TRACE_METADATA = "langfuse.trace.metadata.";

  private static final Map<String, String> KINDS =
      Map.of(
          "embedding", KindRules.EMBEDDING,
          "agent", KindRules.AGENT,
          "tool", KindRules.TOOL,
          "chain", KindRules.CHAIN,
          "guardrail", KindRules.GUARDRAIL,
          "evaluator", KindRules.EVALUATOR,
          "retriever", KindRules.RETRIEVAL);

  static final Convention CONVENTION =
      Convention.named("langfuse")
          .kind(Langfuse::kind)
          .rank(Rank.OVERRULING)
          .fill(SpanColumns.SESSION_ID, "langfuse.session.id")
          .fill(SpanColumns.USER_ID, "langfuse.user.id")
          .fill(SpanColumns.ENVIRONMENT, "langfuse.environment")
          .fill(SpanColumns.RELEASE, "langfuse.release")
          .fill(SpanColumns.SERVICE_VERSION, "langfuse.version")
          .fill(SpanColumns.TAGS, "langfuse.trace.tags", "langfuse.tags")
          .fill(SpanColumns.LEVEL, "langfuse.observation.level")
          .fill(SpanColumns.MODEL, "langfuse.observation.model.name")
          .fill(SpanColumns.INPUT_TOKENS, usage("input", "prompt_tokens", "input_tokens"))
          .fill(SpanColumns.OUTPUT_TOKENS, usage("output", "completion_tokens", "output_tokens"))
          .fill(SpanColumns.TOTAL_TOKENS, usage("total", "total_tokens"))
          .fill(
              SpanColumns.CACHE_READ_TOKENS,
              usage("input_cached_tokens", "cache_read_input_tokens", "input_cache_read"))
          .fill(
              SpanColumns.CACHE_WRITE_TOKENS,
              usage("input_cache_creation", "cache_creation_input_tokens"))
          .fill(SpanColumns.REASONING_TOKENS, usage("output_reasoning_tokens", "output_reasoning"))
          .fill(SpanColumns.REPORTED_COST_USD, COST + "#total")
          .derive(SpanColumns.REPORTED_COST_USD, Langfuse::sumOfCosts)
          .fill(SpanColumns.INPUT_COST_USD, COST + "#input")
          .fill(SpanColumns.OUTPUT_COST_USD, COST + "#output")
          .fill(SpanColumns.INPUT, "langfuse.observation.input")
          .fill(SpanColumns.OUTPUT, "langfuse.observation.output")
          .rank(Rank.SPECIFIC)
          .fill(SpanColumns.REPORTED_COST_USD, "gen_ai.usage.cost")
          .fill(SpanColumns.PROMPT_NAME, "langfuse.observation.prompt.name")
          .fill(SpanColumns.PROMPT_VERSION, "langfuse.observation.prompt.version")
          .rank(Rank.GENERIC)
          .derive(SpanColumns.TTFT_MS, Langfuse::untilCompletionStarted)
          .fill(SpanColumns.CACHE_READ_TOKENS, "gen_ai.usage.cache_read_tokens")
          .fill(SpanColumns.RESPONSE_MODEL, "llm.response.model")
          .fill(SpanColumns.STATUS_MESSAGE, "langfuse.observation.status_message")
          .fill(SpanColumns.TEMPERATURE, PARAMETERS + "#temperature")
          .fill(SpanColumns.TOP_P, PARAMETERS + "#top_p")
          .fill(
              SpanColumns.MAX_TOKENS,
              PARAMETERS + "#max_tokens",
              PARAMETERS + "#max_completion_tokens")
          .fill(SpanColumns.FREQUENCY_PENALTY, PARAMETERS + "#frequency_penalty")
          .fill(SpanColumns.PRESENCE_PENALTY, PARAMETERS + "#presence_penalty")
          .fill(SpanColumns.SEED, PARAMETERS + "#seed")
          .fill(SpanColumns.CHOICE_COUNT, PARAMETERS + "#n")
          .fill(
              SpanColumns.SESSION_ID,
              OBSERVATION_METADATA + "langfuse_session_id",
              TRACE_METADATA + "langfuse_session_id")
          .fill(
              SpanColumns.USER_ID,
              OBSERVATION_METADATA + "langfuse_user_id",
              TRACE_METADATA + "langfuse_user_id")
          .fill(SpanColumns.WORKFLOW_NAME, "langfuse.trace.name")
          .fill(SpanColumns.INPUT, "langfuse.trace.input")
          .fill(SpanColumns.OUTPUT, "langfuse.trace.output")
          .collect(
              SpanColumns.METADATA,
              "langfuse.observation.metadata",
              OBSERVATION_METADATA,
              "langfuse.trace.metadata",
              TRACE_METADATA)
          .collect(SpanColumns.COST_DETAILS, COST)
          .collect(SpanColumns.USAGE_DETAILS, USAGE)
          .collect(SpanColumns.MODEL_PARAMS, PARAMETERS)
          .content(
              "langfuse.observation.input",
              "langfuse.observation.output",
              "langfuse.observation.metadata",
              "langfuse.observation.status_message",
              "langfuse.observation.prompt",
              "langfuse.trace.input",
              "langfuse.trace.output",
              "langfuse.trace.metadata",
              PARAMETERS);

  private Langfuse() {}

  private static @Nullable String kind(SpanView span) {
    String type = span.text("langfuse.observation.type");
    if (type == null) {
      return null;
    }
    String lower = type.toLowerCase(Locale.ROOT);
    if (!lower.equals("generation")) {
      return KINDS.get(lower);
    }
    String operation = span.text(OtelGenAi.OPERATION_NAME);
    boolean embeds = operation != null && operation.startsWith("embedding");
    return embeds ? KindRules.EMBEDDING : KindRules.LLM;
  }

  /** Its own integrations take the cached tokens out of the input. */
  static boolean countsCachedBeside(SpanView span) {
    Map<String, Object> usage = JsonTree.object(span.attribute(USAGE));
    return usage.containsKey("input")
        && (usage.containsKey("input_cached_tokens") || usage.containsKey("input_cache_creation"));
  }

  private static String[] usage(String... members) {
    String[] keys = new String[members.length];
    for (int i = 0; i < members.length; i++) {
      keys[i] = USAGE + "#" + members[i];
    }
    return keys;
  }

  private static @Nullable Double untilCompletionStarted(SpanView span) {
    Instant started =
        Normalise.instant(span.attribute("langfuse.observation.completion_start_time"));
    long begun = span instanceof SpanFacts facts ? facts.span().getStartEpochNanos() : 0;
    if (started == null || begun == 0) {
      return null;
    }
    Duration waited = Duration.between(Instant.EPOCH.plusNanos(begun), started);
    return waited.isNegative() ? null : Double.valueOf(waited.toNanos() / 1e6);
  }

  private static @Nullable BigDecimal sumOfCosts(SpanView span) {
    BigDecimal sum = null;
    for (Object cost : JsonTree.object(span.attribute(COST)).values()) {
      BigDecimal part = Normalise.money(cost);
      if (part != null) {
        sum = sum == null ? part : sum.add(part);
      }
    }
    return sum;
  }
}
