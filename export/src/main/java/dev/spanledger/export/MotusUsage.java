// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as Motus has them, which are as the model's maker counts, and OpenTelemetry's, whose input
 * includes what came from a cache or went into one. Motus' {@code prompt_tokens} leave the cache
 * out, as Anthropic's {@code input_tokens} do; OpenAI's {@code input_tokens} include it.
 */
final class MotusUsage {
  private MotusUsage() {}

  static void put(AttributesBuilder attributes, Map<String, @Nullable Object> usage) {
    Map<String, @Nullable Object> inputDetails = object(usage, "input_tokens_details");
    Map<String, @Nullable Object> promptDetails = object(usage, "prompt_tokens_details");
    Long read = first(usage.get("cache_read_input_tokens"), usage.get("cached_tokens"));
    Long included = JsonTree.number(inputDetails.get("cached_tokens"));
    Long apart = first(usage.get("cache_read_input_tokens"), promptDetails.get("cached_tokens"));
    Long created = JsonTree.number(usage.get("cache_creation_input_tokens"));
    Long prompt = JsonTree.number(usage.get("prompt_tokens"));
    Long input = JsonTree.number(usage.get("input_tokens"));
    Long cached = first(read, included, apart);
    if (prompt != null) {
      put(attributes, "gen_ai.usage.input_tokens", prompt + orZero(cached) + orZero(created));
    } else if (input != null) {
      long beside = included == null ? orZero(cached) + orZero(created) : 0;
      put(attributes, "gen_ai.usage.input_tokens", input + beside);
    }
    put(attributes, "gen_ai.usage.cache_read.input_tokens", cached);
    put(attributes, "gen_ai.usage.cache_creation.input_tokens", created);
    put(
        attributes,
        "gen_ai.usage.output_tokens",
        first(usage.get("completion_tokens"), usage.get("output_tokens")));
    put(
        attributes,
        "gen_ai.usage.reasoning.output_tokens",
        first(
            object(usage, "completion_tokens_details").get("reasoning_tokens"),
            object(usage, "output_tokens_details").get("reasoning_tokens")));
  }

  private static Map<String, @Nullable Object> object(
      Map<String, @Nullable Object> usage, String name) {
    return JsonTree.object(usage.get(name));
  }

  private static @Nullable Long first(@Nullable Object... values) {
    for (Object value : values) {
      Long number = JsonTree.number(value);
      if (number != null) {
        return number;
      }
    }
    return null;
  }

  private static long orZero(@Nullable Long number) {
    return number == null ? 0 : number;
  }

  private static void put(AttributesBuilder attributes, String name, @Nullable Long value) {
    if (value != null) {
      attributes.put(name, value.longValue());
    }
  }
}
