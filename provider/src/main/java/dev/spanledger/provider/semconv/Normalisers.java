// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How each column wants its values, whatever convention they come from; text where nothing else.
 */
final class Normalisers {
  private static final Map<Column<?>, Function<@Nullable Object, ? extends @Nullable Object>> OF =
      new HashMap<>();

  static {
    put(
        Normalise::count,
        List.of(
            SpanColumns.RETRY_COUNT,
            SpanColumns.CHOICE_COUNT,
            SpanColumns.MAX_TOKENS,
            SpanColumns.SERVER_PORT,
            SpanColumns.INPUT_TOKENS,
            SpanColumns.OUTPUT_TOKENS,
            SpanColumns.TOTAL_TOKENS,
            SpanColumns.CACHE_READ_TOKENS,
            SpanColumns.CACHE_WRITE_TOKENS,
            SpanColumns.CACHE_WRITE_1H_TOKENS,
            SpanColumns.REASONING_TOKENS,
            SpanColumns.AUDIO_INPUT_TOKENS,
            SpanColumns.AUDIO_OUTPUT_TOKENS,
            SpanColumns.RETRIEVAL_TOP_K,
            SpanColumns.RETRIEVAL_COUNT,
            SpanColumns.EMBEDDING_DIMENSIONS,
            SpanColumns.MEMORY_RECORD_COUNT));
    put(Normalise::whole, List.of(SpanColumns.SEED));
    put(
        Normalise::number,
        List.of(
            SpanColumns.TEMPERATURE,
            SpanColumns.TOP_P,
            SpanColumns.TOP_K,
            SpanColumns.FREQUENCY_PENALTY,
            SpanColumns.PRESENCE_PENALTY,
            SpanColumns.TTFT_MS,
            SpanColumns.RETRIEVAL_TOP_SCORE));
    put(
        Normalise::money,
        List.of(
            SpanColumns.REPORTED_COST_USD,
            SpanColumns.INPUT_COST_USD,
            SpanColumns.OUTPUT_COST_USD));
    put(Normalise::bool, List.of(SpanColumns.STREAM));
    put(Normalise::commaList, List.of(SpanColumns.TAGS));
    put(Normalise::texts, List.of(SpanColumns.STOP_SEQUENCES));
    put(FinishReasons::of, List.of(SpanColumns.FINISH_REASONS));
    put(Providers::of, List.of(SpanColumns.PROVIDER));
    put(Normalise::outputType, List.of(SpanColumns.OUTPUT_TYPE));
    put(Normalise::plain, List.of(SpanColumns.RETRIEVAL_QUERY, SpanColumns.MEMORY_QUERY));
    put(
        Normalise::json,
        List.of(
            SpanColumns.INPUT,
            SpanColumns.OUTPUT,
            SpanColumns.SYSTEM_INSTRUCTIONS,
            SpanColumns.TOOL_DEFINITIONS,
            SpanColumns.TOOL_SCHEMA,
            SpanColumns.PROMPT_VARIABLES,
            SpanColumns.GUARDRAIL_RESULT,
            SpanColumns.PROMPT_TEMPLATE));
  }

  private Normalisers() {}

  @SuppressWarnings("unchecked") // put() gives a column only what makes its type
  static <T> Function<@Nullable Object, @Nullable T> of(Column<T> column) {
    return (Function<@Nullable Object, @Nullable T>)
        OF.getOrDefault(column, (Function<@Nullable Object, @Nullable String>) Normalise::text);
  }

  private static <T> void put(
      Function<@Nullable Object, @Nullable T> normaliser, List<Column<T>> columns) {
    columns.forEach(column -> OF.put(column, normaliser));
  }
}
