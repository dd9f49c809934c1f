// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What some spans took together. Usage is counted once: that of spans with {@code usage_counted}
 * alone.
 *
 * @param spans how many there are
 * @param errors those with status ERROR
 * @param llmCalls model calls
 * @param toolCalls calls of tools
 * @param inputTokens of counted spans, as the other tokens; 0 where none says so
 * @param outputTokens those written
 * @param cacheReadTokens a part of the input
 * @param reasoningTokens a part of the output
 * @param costUsd the known part; null where no call's cost is known
 * @param unpricedCalls calls with usage that {@code costUsd} leaves out
 */
public record Totals(
    long spans,
    long errors,
    long llmCalls,
    long toolCalls,
    long inputTokens,
    long outputTokens,
    long cacheReadTokens,
    long reasoningTokens,
    @Nullable BigDecimal costUsd,
    long unpricedCalls) {

  /** Input and output together. */
  public long totalTokens() {
    return inputTokens + outputTokens;
  }
}
