// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.UsageAnswer;
import dev.spanledger.schema.UsageQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What agents, models, tools or services took. */
public final class UsageTable {
  private UsageTable() {}

  /** A row each, the one first with most tokens. */
  public static Answer of(
      TraceReader reader, UsageQuery.By by, Instant from, Instant until, int limit) {
    UsageAnswer usage = reader.usage(UsageQuery.of(by, from, until));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    usage.rows().stream()
        .limit(limit)
        .forEach(
            row ->
                rows.add(
                    Arrays.asList(
                        row.name(),
                        row.calls(),
                        row.errors(),
                        Math.round(row.p50Ms()),
                        Math.round(row.p95Ms()),
                        row.inputTokens(),
                        row.outputTokens(),
                        row.costUsd(),
                        row.unpricedCalls())));
    List<String> columns =
        List.of(
            by.name().toLowerCase(Locale.ROOT),
            "calls",
            "errors",
            "p50_ms",
            "p95_ms",
            "input_tokens",
            "output_tokens",
            "cost_usd",
            "unpriced_calls");
    boolean partial = usage.rows().size() > limit;
    return new Answer(
        columns,
        rows,
        partial,
        null,
        List.of(
            "from "
                + usage.from()
                + " until "
                + usage.until()
                + ", by the hour; p50_ms and p95_ms are right within 2 %"));
  }
}
