// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import dev.spanledger.schema.ScoreColumns;
import dev.spanledger.schema.ScoreRow;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.rows.SpanRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random traces of the last weeks: short ones and some that run over midnight or for days, with
 * errors, scores, tags, agents, environments, and texts that several of them share. Equal seeds
 * give equal traces.
 */
final class PastTraces {
  static final Instant NOW = SpanRows.NOW;

  private final Random random;
  private final int days;
  private final List<PastTrace> traces = new ArrayList<>();

  /**
   * One trace as it was told to the database, and what a policy may look at.
   *
   * @param marker a text that no other trace has
   */
  record PastTrace(
      String id,
      Instant end,
      boolean failed,
      boolean scored,
      @Nullable String tag,
      @Nullable String agent,
      @Nullable String environment,
      String marker,
      List<SpanRow> spans) {}

  PastTraces(long seed, int count, int days) {
    this.random = new Random(seed);
    this.days = days;
    for (int i = 1; i <= count; i++) {
      traces.add(trace(i));
    }
  }

  List<PastTrace> all() {
    return traces;
  }

  /** All spans, in random order. */
  List<SpanRow> spans() {
    List<SpanRow> spans = new ArrayList<>();
    traces.forEach(trace -> spans.addAll(trace.spans()));
    java.util.Collections.shuffle(spans, random);
    return spans;
  }

  private PastTrace trace(int number) {
    String marker = "only in trace %d.".formatted(number);
    Instant start = NOW.minus(Duration.ofMinutes(random.nextInt(days * 24 * 60)));
    Duration length =
        switch (random.nextInt(8)) {
          case 0 -> Duration.ofHours(random.nextInt(72));
          case 1 -> Duration.ofHours(random.nextInt(12));
          default -> Duration.ofSeconds(1 + random.nextInt(600));
        };
    Instant end = start.plus(length).isAfter(NOW) ? NOW : start.plus(length);
    boolean failed = random.nextInt(5) == 0;
    boolean scored = random.nextInt(6) == 0;
    String tag = any("golden", "it's \"so\" ?", null, null);
    String agent = any("support", "billing", null);
    String environment = any("prod", "staging", null);
    List<SpanRow> spans = new ArrayList<>();
    int children = random.nextInt(6);
    for (int child = 2; child < children + 2; child++) {
      spans.add(child(number, child, start, end, marker));
    }
    spans.add(
        at(number, 1, start, end)
            .set(SpanColumns.NAME, "run")
            .set(SpanColumns.KIND, "AGENT")
            .set(SpanColumns.STATUS, failed ? "ERROR" : "OK")
            .set(SpanColumns.TAGS, tag == null ? null : List.of(tag, "other"))
            .set(SpanColumns.AGENT_NAME, agent)
            .set(SpanColumns.ENVIRONMENT, environment)
            .set(SpanColumns.INPUT, "\"asked " + marker + "\"")
            .set(SpanColumns.INPUT_PREVIEW, "asked " + marker)
            .set(SpanColumns.RESOURCE, "{\"host\":" + random.nextInt(3) + "}")
            .scores(scored ? List.of(score(number)) : List.of())
            .build());
    return new PastTrace(
        SpanRows.traceId(number), end, failed, scored, tag, agent, environment, marker, spans);
  }

  private SpanRow child(int trace, int span, Instant start, Instant end, String marker) {
    long millis = Math.max(1, Duration.between(start, end).toMillis());
    Instant begin = start.plusMillis((long) (random.nextDouble() * millis));
    SpanRow.Builder row =
        at(trace, span, begin, begin)
            .set(SpanColumns.PARENT_SPAN_ID, SpanRows.spanId(1))
            .set(SpanColumns.NAME, "step")
            .set(SpanColumns.STATUS, "OK")
            .set(SpanColumns.RESOURCE, "{\"host\":" + random.nextInt(3) + "}");
    if (random.nextBoolean()) {
      return row.set(SpanColumns.KIND, "TOOL")
          .set(SpanColumns.OUTPUT, "{\"found\":\"" + marker + "\"}")
          .set(
              SpanColumns.ATTRIBUTES,
              "{\"shared\":\"%s\",\"own\":\"%s\"}"
                  .formatted("y".repeat(500), marker + "x".repeat(500)))
          .build();
    }
    return row.set(SpanColumns.KIND, "LLM")
        .set(SpanColumns.USAGE_COUNTED, true)
        .set(SpanColumns.INPUT_TOKENS, 10L)
        .set(SpanColumns.INPUT, conversation(marker))
        .set(SpanColumns.OUTPUT, "[" + message("assistant", "answered " + marker) + "]")
        .set(SpanColumns.SYSTEM_INSTRUCTIONS, "[{\"content\":\"be kind\"}]")
        .set(SpanColumns.TOOL_DEFINITIONS, "[{\"name\":\"t" + random.nextInt(3) + "\"}]")
        .build();
  }

  /** Long enough that its references are kept in lists. */
  private String conversation(String marker) {
    List<String> messages = new ArrayList<>();
    int length = random.nextInt(60);
    for (int i = 0; i < length; i++) {
      messages.add(message("user", "said by many " + i));
    }
    messages.add(message("user", "asked " + marker));
    return "[" + String.join(",", messages) + "]";
  }

  private static String message(String role, String text) {
    return "{\"role\":\"%s\",\"parts\":[{\"type\":\"text\",\"content\":\"%s\"}]}"
        .formatted(role, text);
  }

  private static ScoreRow score(int trace) {
    return ScoreRow.builder(SpanRows.spanId(1), "relevance", trace)
        .set(ScoreColumns.TRACE_ID, SpanRows.traceId(trace))
        .set(ScoreColumns.VALUE, 0.5)
        .build();
  }

  private static SpanRow.Builder at(int trace, int span, Instant start, Instant end) {
    return SpanRow.builder()
        .times(nanos(start), nanos(end), NOW)
        .set(SpanColumns.TRACE_ID, SpanRows.traceId(trace))
        .set(SpanColumns.SPAN_ID, SpanRows.spanId(span));
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  @SafeVarargs
  private <T> T any(T... values) {
    return values[random.nextInt(values.length)];
  }
}
