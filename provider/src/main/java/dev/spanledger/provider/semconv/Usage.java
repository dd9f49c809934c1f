// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts that mean the same whatever the source: input tokens with the cached ones, output tokens
 * with those of reasoning. Most sources count so; the others are known, or the numbers give them
 * away.
 */
final class Usage {
  private static final String INCLUSIVE = "INCLUSIVE";
  private static final String EXCLUSIVE = "EXCLUSIVE";
  private static final String INFERRED = "INFERRED";

  private static final Set<String> AGGREGATING =
      Set.of(KindRules.AGENT, KindRules.WORKFLOW, KindRules.CHAIN, KindRules.HANDOFF);
  private static final Set<String> ANTHROPIC_COUNTS = Set.of("anthropic", "aws.bedrock");

  private Usage() {}

  /** Whether the span states counts in any convention. */
  static boolean isStated(SpanView span) {
    return isStated(span, SpanColumns.INPUT_TOKENS) || isStated(span, SpanColumns.OUTPUT_TOKENS);
  }

  private static boolean isStated(SpanView span, Column<Long> column) {
    for (ColumnSource<Long> source : Conventions.sourcesOf(column)) {
      if (source.rank() != ColumnSource.Rank.LAST && source.read(span) != null) {
        return true;
      }
    }
    return false;
  }

  /** Completes and explains the counts that the row has. */
  static void settle(SpanFacts span, SpanRow.Builder row) {
    boolean calls = KindRules.callsAModel(span.kind());
    boolean reports = reportsUsage(row);
    if (reports) {
      addWhatIsLeftOut(span, row);
      total(row);
      row.set(SpanColumns.USAGE_SCOPE, scope(span));
    }
    row.set(SpanColumns.USAGE_COUNTED, calls);
    if (calls) {
      row.set(SpanColumns.COST_STATUS, reports ? "NO_PRICE" : "NO_USAGE");
    }
  }

  private static boolean reportsUsage(SpanRow.Builder row) {
    return row.get(SpanColumns.INPUT_TOKENS) != null || row.get(SpanColumns.OUTPUT_TOKENS) != null;
  }

  private static String scope(SpanFacts span) {
    if (Embabel.RECORD.equals(span.text(Embabel.EVENT_TYPE))) {
      return "record";
    }
    boolean aggregate =
        AGGREGATING.contains(span.kind()) || span.hasPrefix("gen_ai.aggregated_usage.");
    return aggregate ? "aggregate" : "own";
  }

  private static void addWhatIsLeftOut(SpanFacts span, SpanRow.Builder row) {
    long cached = of(row, SpanColumns.CACHE_READ_TOKENS) + of(row, SpanColumns.CACHE_WRITE_TOKENS);
    long reasoning = of(row, SpanColumns.REASONING_TOKENS);
    String basis = leavesCachedOut(span, row) ? EXCLUSIVE : INCLUSIVE;
    if (basis.equals(INCLUSIVE) && cached > of(row, SpanColumns.INPUT_TOKENS)) {
      basis = INFERRED;
    }
    if (!basis.equals(INCLUSIVE)) {
      add(SpanColumns.INPUT_TOKENS, cached, row);
    }
    if (reasoning > of(row, SpanColumns.OUTPUT_TOKENS)) {
      add(SpanColumns.OUTPUT_TOKENS, reasoning, row);
      basis = basis.equals(INCLUSIVE) ? INFERRED : basis;
    }
    row.set(SpanColumns.USAGE_BASIS, basis);
  }

  /** The sources that are known to count as Anthropic's API does. */
  private static boolean leavesCachedOut(SpanFacts span, SpanRow.Builder row) {
    String provider = row.get(SpanColumns.PROVIDER);
    boolean spring =
        span.scope().equals(SpringAi.SCOPE)
            && provider != null
            && ANTHROPIC_COUNTS.contains(provider);
    return spring
        || ClaudeCode.isItsSpan(span)
        || Langfuse.countsCachedBeside(span)
        || OpenInference.storesAnthropicsAnswer(span);
  }

  private static void add(Column<Long> column, long tokens, SpanRow.Builder row) {
    if (tokens > 0) {
      row.set(column, of(row, column) + tokens);
      row.set(SpanColumns.TOTAL_TOKENS, null);
    }
  }

  /** A reported total stands unless it leaves something out. */
  private static void total(SpanRow.Builder row) {
    long sum = of(row, SpanColumns.INPUT_TOKENS) + of(row, SpanColumns.OUTPUT_TOKENS);
    if (of(row, SpanColumns.TOTAL_TOKENS) < sum || row.get(SpanColumns.TOTAL_TOKENS) == null) {
      row.set(SpanColumns.TOTAL_TOKENS, sum);
    }
  }

  private static long of(SpanRow.Builder row, Column<Long> column) {
    @Nullable Long count = row.get(column);
    return count == null ? 0 : count;
  }
}
