// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.TraceQuery;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parameters that say which traces are meant. */
final class Filters {
  private static final Set<String> STATUSES =
      Set.of("RUNNING", "UNSET", "OK", "ERROR", "CANCELLED", "ABANDONED");
  private static final Map<String, TraceQuery.Sort> SORTS =
      Map.of(
          "start", TraceQuery.Sort.START,
          "duration", TraceQuery.Sort.DURATION,
          "tokens", TraceQuery.Sort.TOKENS,
          "cost", TraceQuery.Sort.COST);

  private static final Map<String, BiFunction<TraceQuery, String, TraceQuery>> TEXTS =
      Map.of(
          "agent", TraceQuery::agent,
          "session", TraceQuery::session,
          "user", TraceQuery::user,
          "service", TraceQuery::service,
          "environment", TraceQuery::environment,
          "project", TraceQuery::project,
          "model", TraceQuery::model,
          "tool", TraceQuery::tool,
          "tag", TraceQuery::tag,
          "q", TraceQuery::text);

  private static final Set<String> OTHERS =
      Set.of("status", "from", "until", "minMs", "minTokens", "minCost", "sort");

  private static final int MOST = 200;
  private static final int USUAL = 50;

  private Filters() {}

  /** A page of what is meant. */
  static <T> T page(Question question, Function<TraceQuery, T> list) {
    TraceQuery query = of(question, "cursor", "limit");
    query = query.limit(question.number("limit", USUAL, 1, MOST));
    query = query.sort(sort(question));
    try {
      return list.apply(query.after(question.text("cursor")));
    } catch (IllegalArgumentException e) {
      throw Question.bad("cursor", "the 'next' of a page with the same filters and sort");
    }
  }

  private static TraceQuery.Sort sort(Question question) {
    String name = question.oneOf("sort", "start", SORTS.keySet());
    return SORTS.getOrDefault(name, TraceQuery.Sort.START);
  }

  /** All that is meant. */
  static TraceQuery of(Question question, String... others) {
    Set<String> names = new HashSet<>(OTHERS);
    names.addAll(TEXTS.keySet());
    names.addAll(Set.of(others));
    question.allow(names);
    TraceQuery query = TraceQuery.all();
    for (var text : TEXTS.entrySet()) {
      query = with(query, text.getValue(), question.text(text.getKey()));
    }
    query = with(query, TraceQuery::outcome, status(question));
    query = with(query, TraceQuery::from, question.time("from"));
    query = with(query, TraceQuery::until, question.time("until"));
    query = with(query, Filters::atLeast, question.amount("minMs"));
    query = with(query, (q, n) -> q.atLeastTokens(Math.round(n)), question.amount("minTokens"));
    return with(
        query, (q, usd) -> q.atLeastCost(BigDecimal.valueOf(usd)), question.amount("minCost"));
  }

  private static @Nullable String status(Question question) {
    String status = question.oneOf("status", "", STATUSES);
    return status.isEmpty() ? null : status;
  }

  private static TraceQuery atLeast(TraceQuery query, Double millis) {
    return query.atLeast(Duration.ofNanos(Math.round(millis * 1e6)));
  }

  private static <T> TraceQuery with(
      TraceQuery query, BiFunction<TraceQuery, T, TraceQuery> condition, @Nullable T value) {
    return value == null ? query : condition.apply(query, value);
  }
}
