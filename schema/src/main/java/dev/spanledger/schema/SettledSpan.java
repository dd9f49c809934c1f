// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A span with what its trace decided about it; see {@link UsageTree}. */
final class SettledSpan {
  /** What a trace can decide about a span. */
  static final List<Column<?>> DECIDED =
      List.of(
          SpanColumns.KIND,
          SpanColumns.SELF_DURATION_MS,
          SpanColumns.USAGE_COUNTED,
          SpanColumns.COST_USD,
          SpanColumns.COST_STATUS,
          SpanColumns.PRICE_REF);

  private static final List<Column<?>> COUNTED =
      List.of(SpanColumns.KIND, SpanColumns.USAGE_COUNTED, SpanColumns.COST_USD);

  private final UsageSpan span;
  private String kind;
  private boolean toolCall;
  private boolean counted;
  private double selfMs;
  private @Nullable AdoptedCost adopted;

  SettledSpan(UsageSpan span) {
    this.span = span;
    this.kind = span.kind();
  }

  SettledSpan usage(boolean usageCounted, @Nullable AdoptedCost cost) {
    counted = usageCounted;
    adopted = cost;
    return this;
  }

  SettledSpan selfMs(double milliseconds) {
    selfMs = milliseconds;
    return this;
  }

  SettledSpan tool(UsageRule rule, @Nullable UsageRule above) {
    boolean again = above != null && rule.isSameToolCall(above);
    toolCall = rule.isToolCall() && !again;
    kind = again && above != null && rule.carries(above) ? "MCP" : kind;
    return this;
  }

  UsageSpan span() {
    return span;
  }

  boolean isCounted() {
    return counted;
  }

  boolean isToolCall() {
    return toolCall;
  }

  boolean isLlmCall() {
    return counted && kind.equals("LLM");
  }

  @Nullable BigDecimal cost() {
    return adopted == null ? AdoptedCost.own(span) : adopted.costUsd();
  }

  /** The value as it was decided, or as the span has it. */
  @Nullable Object get(Column<?> column) {
    return switch (DECIDED.indexOf(column)) {
      case 0 -> kind;
      case 1 -> selfMs;
      case 2 -> counted;
      case 3 -> cost();
      case 4 -> adopted == null ? AdoptedCost.ownStatus(span) : adopted.status();
      case 5 -> adopted == null ? AdoptedCost.ownPriceRef(span) : adopted.priceRef();
      default -> span.get(column);
    };
  }

  /** Whether the span's row says otherwise. */
  boolean differs() {
    return DECIDED.stream().anyMatch(column -> !same(get(column), span.get(column)));
  }

  /** Whether the rollups count it otherwise than its row says. */
  boolean countsOtherwise() {
    return COUNTED.stream().anyMatch(column -> !same(get(column), span.get(column)));
  }

  private static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one instanceof BigDecimal money && other instanceof BigDecimal there) {
      return money.compareTo(there) == 0;
    }
    return Objects.equals(one, other);
  }
}
