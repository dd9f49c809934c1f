// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was used in a time.
 *
 * @param from the hour that it begins with
 * @param until where its last hour ends
 * @param rows one for each agent, model, tool or service, the one first with most tokens, then
 *     calls
 * @param series in order of time, without those in which nothing was called
 */
public record UsageAnswer(Instant from, Instant until, List<Row> rows, List<Point> series) {

  /**
   * One of them.
   *
   * @param p50Ms half of its calls took no longer, in milliseconds, right within 2 %
   * @param costUsd the known part; null where no call's cost is known
   * @param unpricedCalls calls that {@code costUsd} leaves out
   */
  public record Row(
      String name,
      long calls,
      long errors,
      double p50Ms,
      double p95Ms,
      long inputTokens,
      long outputTokens,
      @Nullable BigDecimal costUsd,
      long unpricedCalls) {}

  /** An hour or a day, and all that was used in it. */
  public record Point(
      Instant start,
      Duration length,
      long calls,
      long errors,
      long totalTokens,
      @Nullable BigDecimal costUsd) {}
}
