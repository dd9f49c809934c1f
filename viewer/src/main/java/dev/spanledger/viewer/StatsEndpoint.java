// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.UsageAnswer;
import dev.spanledger.schema.UsageQuery;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What agents, models, tools or services took in a time: the last seven days by default. */
final class StatsEndpoint implements Endpoint {
  private static final Duration USUAL = Duration.ofDays(7);
  private static final Duration LONGEST = Duration.ofDays(3_660);

  private final TraceReader reader;

  StatsEndpoint(TraceReader reader) {
    this.reader = reader;
  }

  @Override
  public Answer ask(Question question) {
    question.allow("by", "from", "until");
    String by = question.oneOf("by", "agent", Set.of("agent", "model", "tool", "service"));
    Instant until = or(question.time("until"), Instant.now());
    Instant from = or(question.time("from"), until.minus(USUAL));
    if (until.isBefore(from) || Duration.between(from, until).compareTo(LONGEST) > 0) {
      throw Question.bad("from", "before 'until', by ten years at most");
    }
    UsageAnswer usage =
        reader.usage(
            UsageQuery.of(UsageQuery.By.valueOf(by.toUpperCase(Locale.ROOT)), from, until));
    return json -> write(json, by, usage);
  }

  private static Instant or(@Nullable Instant time, Instant usual) {
    return time == null ? usual : time;
  }

  private static void write(Json json, String by, UsageAnswer usage) {
    json.begin().text("by", by).time("from", usage.from()).time("until", usage.until());
    json.beginArray("rows");
    for (UsageAnswer.Row row : usage.rows()) {
      json.begin()
          .text("name", row.name())
          .number("calls", row.calls())
          .number("errors", row.errors())
          .real("p50Ms", row.p50Ms())
          .real("p95Ms", row.p95Ms())
          .number("inputTokens", row.inputTokens())
          .number("outputTokens", row.outputTokens())
          .money("costUsd", row.costUsd())
          .number("unpricedCalls", row.unpricedCalls())
          .end();
    }
    json.endArray();
    series(json, usage);
    json.end();
  }

  private static void series(Json json, UsageAnswer usage) {
    List<UsageAnswer.Point> points = usage.series();
    long step = (points.isEmpty() ? Duration.ofHours(1) : points.get(0).length()).toMillis();
    long from = (points.isEmpty() ? usage.from() : points.get(0).start()).toEpochMilli();
    int count =
        points.isEmpty()
            ? 0
            : (int) ((points.get(points.size() - 1).start().toEpochMilli() - from) / step) + 1;
    json.begin("series").number("step", step).time("from", Instant.ofEpochMilli(from));
    FacetsEndpoint.Slots slots = new FacetsEndpoint.Slots(from, step, count);
    ToLongFunction<UsageAnswer.Point> time = point -> point.start().toEpochMilli();
    slots.write(json, "calls", points, time, UsageAnswer.Point::calls);
    slots.write(json, "errors", points, time, UsageAnswer.Point::errors);
    slots.write(json, "tokens", points, time, UsageAnswer.Point::totalTokens);
    costs(json, points, slots);
    json.end();
  }

  /** Nothing where nothing was called; null where what was called has no known cost. */
  private static void costs(Json json, List<UsageAnswer.Point> points, FacetsEndpoint.Slots slots) {
    Map<Long, @Nullable BigDecimal> costs = new HashMap<>();
    for (UsageAnswer.Point point : points) {
      long slot = (point.start().toEpochMilli() - slots.from()) / slots.step();
      costs.put(slot, sum(costs.get(slot), point.costUsd()));
    }
    json.beginArray("costUsd");
    for (long slot = 0; slot < slots.count(); slot++) {
      json.money(costs.containsKey(slot) ? costs.get(slot) : BigDecimal.ZERO);
    }
    json.endArray();
  }

  private static @Nullable BigDecimal sum(@Nullable BigDecimal a, @Nullable BigDecimal b) {
    return a == null || b == null ? (a == null ? b : a) : a.add(b);
  }
}
