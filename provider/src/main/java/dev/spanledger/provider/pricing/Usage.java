// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call used, each token in one bucket.
 *
 * @param promptTokens the whole prompt, which decides the tier
 * @param counts of every bucket that is not empty
 * @param isDoubtful the source's own numbers do not fit together, or not all of them are there
 */
record Usage(long promptTokens, Map<Bucket, Long> counts, boolean isDoubtful) {
  /** No call has more; and sums must not overflow. */
  private static final long MOST = 1_000_000_000_000_000L;

  private static final String AGGREGATE = "aggregate";

  /** Null where the row states neither input nor output tokens. */
  static @Nullable Usage of(SpanRow.Builder row) {
    boolean hasInput = row.get(SpanColumns.INPUT_TOKENS) != null;
    boolean hasOutput = row.get(SpanColumns.OUTPUT_TOKENS) != null;
    if (!hasInput && !hasOutput) {
      return null;
    }
    boolean ofSeveral = AGGREGATE.equals(row.get(SpanColumns.USAGE_SCOPE));
    boolean isHalf = !hasInput || (!hasOutput && "LLM".equals(row.get(SpanColumns.KIND)));
    return new Reading(row).usage(ofSeveral, isHalf);
  }

  /** The buckets of one row. */
  private static final class Reading {
    private final SpanRow.Builder row;
    private final Map<Bucket, Long> counts;
    private boolean doubtful;

    Reading(SpanRow.Builder row) {
      this.row = row;
      this.counts = UsageDetails.of(row.get(SpanColumns.USAGE_DETAILS));
    }

    /** The prompts of several calls taken together are no prompt: no tier follows from them. */
    Usage usage(boolean ofSeveral, boolean isHalf) {
      long prompt = input();
      output();
      counts.put(Bucket.CALL, 1L);
      counts.values().removeIf(count -> count == 0);
      return new Usage(ofSeveral ? 0 : prompt, counts, doubtful || ofSeveral || isHalf);
    }

    /**
     * Cached tokens are part of the input. More of them than input proves a source that counts them
     * beside it.
     */
    private long input() {
      long read = tokens(SpanColumns.CACHE_READ_TOKENS);
      long hour = tokens(SpanColumns.CACHE_WRITE_1H_TOKENS);
      long written = Math.max(tokens(SpanColumns.CACHE_WRITE_TOKENS), hour);
      long input = tokens(SpanColumns.INPUT_TOKENS);
      doubtful = read + written > input;
      long prompt = doubtful ? input + read + written : input;
      counts.put(Bucket.CACHE_READ, read);
      counts.put(Bucket.CACHE_WRITE_1H, hour);
      counts.put(Bucket.CACHE_WRITE, written - hour);
      long uncached = prompt - read - written;
      long audio = Math.min(tokens(SpanColumns.AUDIO_INPUT_TOKENS), uncached);
      long image = Math.min(detail(Bucket.IMAGE_INPUT), uncached - audio);
      counts.put(Bucket.AUDIO_INPUT, audio);
      counts.put(Bucket.IMAGE_INPUT, image);
      counts.put(Bucket.INPUT, uncached - audio - image);
      return prompt;
    }

    private void output() {
      long output = tokens(SpanColumns.OUTPUT_TOKENS);
      long reasoning = Math.min(tokens(SpanColumns.REASONING_TOKENS), output);
      long audio = Math.min(tokens(SpanColumns.AUDIO_OUTPUT_TOKENS), output - reasoning);
      long image = Math.min(detail(Bucket.IMAGE_OUTPUT), output - reasoning - audio);
      counts.put(Bucket.REASONING, reasoning);
      counts.put(Bucket.AUDIO_OUTPUT, audio);
      counts.put(Bucket.IMAGE_OUTPUT, image);
      counts.put(Bucket.OUTPUT, output - reasoning - audio - image);
    }

    private long detail(Bucket bucket) {
      return counts.getOrDefault(bucket, 0L);
    }

    private long tokens(Column<Long> column) {
      Long tokens = row.get(column);
      return tokens == null ? 0 : Math.max(0, Math.min(tokens, MOST));
    }
  }

  /** A call whose tokens cost nothing of their own. */
  static Usage ofCall() {
    return new Usage(0, new EnumMap<>(Map.of(Bucket.CALL, 1L)), false);
  }
}
