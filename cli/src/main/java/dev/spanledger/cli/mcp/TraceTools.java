// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli.mcp;

import static dev.spanledger.cli.mcp.ToolDefinition.choice;
import static dev.spanledger.cli.mcp.ToolDefinition.flag;
import static dev.spanledger.cli.mcp.ToolDefinition.number;
import static dev.spanledger.cli.mcp.ToolDefinition.text;
import static dev.spanledger.cli.mcp.ToolDefinition.texts;

import dev.spanledger.cli.Answer;
import dev.spanledger.cli.Difference;
import dev.spanledger.cli.Findings;
import dev.spanledger.cli.Outline;
import dev.spanledger.cli.Runs;
import dev.spanledger.cli.Times;
import dev.spanledger.cli.TraceLines;
import dev.spanledger.cli.UsageTable;
import dev.spanledger.inspect.Run;
import dev.spanledger.schema.TracePage;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.UsageQuery;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tools that look at runs as a whole, without payloads. */
final class TraceTools {
  private static final String TRACE =
      "A trace: the first characters of its id, or 'last' for the newest one.";

  private final Supplier<TraceReader> reader;
  private final Clock clock;

  TraceTools(Supplier<TraceReader> reader, Clock clock) {
    this.reader = reader;
    this.clock = clock;
  }

  List<ToolDefinition> definitions() {
    return List.of(list(), outline(), diff(), explain(), stats());
  }

  private ToolDefinition list() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(
        "status",
        choice(
            "Only with this status; OK takes in UNSET.",
            "RUNNING",
            "UNSET",
            "OK",
            "ERROR",
            "CANCELLED",
            "ABANDONED"));
    for (String name :
        List.of("agent", "session", "user", "service", "environment", "model", "tool", "tag")) {
      properties.put(name, text("Only of this " + name + "."));
    }
    properties.put(
        "text", text("Only with this in the name, first error, or beginning of input or output."));
    properties.put("since", text("Begun since: 30m, 2h, 7d, or 2026-11-29T08:00Z."));
    properties.put("until", text("Begun before; as since."));
    properties.put("min_duration", text("That took at least so long: 500ms, 30s, 2m."));
    properties.put(
        "sort",
        choice("What comes first. Default start (newest).", "start", "duration", "tokens", "cost"));
    properties.put("limit", number("The most rows.", 20, 1, 100));
    properties.put("cursor", text("next of the page before."));
    return new ToolDefinition(
        "list_traces",
        "List agent runs (traces), newest first: status, duration, tokens, cost, first error. Start here.",
        properties,
        List.of(),
        this::listed);
  }

  private Answer listed(Arguments given) {
    TraceQuery query = TraceQuery.all().limit(given.number("limit", 20, 1, 100));
    query = with(query, given.text("status"), (q, v) -> q.outcome(v.toUpperCase(Locale.ROOT)));
    query = with(query, given.text("agent"), TraceQuery::agent);
    query = with(query, given.text("session"), TraceQuery::session);
    query = with(query, given.text("user"), TraceQuery::user);
    query = with(query, given.text("service"), TraceQuery::service);
    query = with(query, given.text("environment"), TraceQuery::environment);
    query = with(query, given.text("model"), TraceQuery::model);
    query = with(query, given.text("tool"), TraceQuery::tool);
    query = with(query, given.text("tag"), TraceQuery::tag);
    query = with(query, given.text("text"), TraceQuery::text);
    query = with(query, given.text("since"), (q, v) -> q.from(Times.instant(v, clock)));
    query = with(query, given.text("until"), (q, v) -> q.until(Times.instant(v, clock)));
    query = with(query, given.text("min_duration"), (q, v) -> q.atLeast(Times.duration(v)));
    query = with(query, given.text("sort"), (q, v) -> q.sort(oneOf(TraceQuery.Sort.class, v)));
    TracePage page = reader.get().list(query.after(given.text("cursor")));
    Answer answer =
        Answer.page(TraceLines.COLUMNS, new TraceLines(page.traces()).rows(), page.next());
    return new Untrusted().mark(answer, "first_error");
  }

  private static TraceQuery with(
      TraceQuery query, @Nullable String value, BiFunction<TraceQuery, String, TraceQuery> on) {
    return value == null ? query : on.apply(query, value);
  }

  private ToolDefinition outline() {
    return new ToolDefinition(
        "get_trace",
        "The steps (spans) of one run as a tree, without payloads. n is the span's number; times says how often the same call was made in a row.",
        Map.of(
            "trace", text(TRACE),
            "depth", number("Not deeper than so many levels; 0 for all.", 0, 0, 1_000),
            "kinds", texts("Only these: agent, llm, tool, retrieval, ..."),
            "errors", flag("Only what failed, and what it is below."),
            "limit", number("The most rows.", 100, 1, 200),
            "cursor", number("next of the page before.", 1, 1, Integer.MAX_VALUE)),
        List.of("trace"),
        this::outlined);
  }

  private Answer outlined(Arguments given) {
    TreeSet<String> kinds = new TreeSet<>();
    given.texts("kinds").forEach(kind -> kinds.add(kind.toUpperCase(Locale.ROOT)));
    Outline.Filter filter =
        new Outline.Filter(given.number("depth", 0, 0, 1_000), kinds, given.flag("errors"));
    Run run = run(given.required("trace"));
    Answer answer =
        new Outline(run, filter)
            .answer(
                given.number("cursor", 1, 1, Integer.MAX_VALUE) - 1,
                given.number("limit", 100, 1, 200),
                "");
    String what = "trace " + run.trace().traceId() + ", " + run.size() + " spans";
    return new Untrusted().mark(answer.with(List.of(what)), "error");
  }

  private ToolDefinition diff() {
    return new ToolDefinition(
        "diff_traces",
        "Compare two runs step by step: only the steps that were removed, added or changed.",
        Map.of(
            "before", text(TRACE),
            "after", text(TRACE),
            "limit", number("The most rows.", 100, 1, 200),
            "cursor", number("next of the page before.", 0, 0, Integer.MAX_VALUE)),
        List.of("before", "after"),
        given ->
            new Difference(run(given.required("before")), run(given.required("after")))
                .answer(
                    given.number("cursor", 0, 0, Integer.MAX_VALUE),
                    given.number("limit", 100, 1, 200),
                    ""));
  }

  private ToolDefinition explain() {
    return new ToolDefinition(
        "explain_trace",
        "Why a run failed or took so long: first error with its causes, slowest path, costliest call, repeated calls, growing context. spans are numbers, the most telling first.",
        Map.of("trace", text(TRACE)),
        List.of("trace"),
        given -> new Untrusted().mark(new Findings(run(given.required("trace"))).answer(), "text"));
  }

  private ToolDefinition stats() {
    return new ToolDefinition(
        "stats",
        "Calls, errors, p50 and p95 time, tokens and cost by agent, model, tool or service.",
        Map.of(
            "by", choice("Whose.", "agent", "model", "tool", "service"),
            "since", text("30m, 2h, 7d, or 2026-11-29T08:00Z. Default 1d."),
            "until", text("As since. Default now."),
            "limit", number("The most rows.", 50, 1, 100)),
        List.of(),
        given ->
            UsageTable.of(
                reader.get(),
                oneOf(UsageQuery.By.class, or(given.text("by"), "agent")),
                Times.instant(or(given.text("since"), "1d"), clock),
                given.text("until") == null
                    ? clock.instant()
                    : Times.instant(given.required("until"), clock),
                given.number("limit", 50, 1, 100)));
  }

  private Run run(String trace) {
    return new Runs(reader.get()).run(trace);
  }

  private static String or(@Nullable String text, String preset) {
    return text == null ? preset : text;
  }

  /** Names what there is, where it is none of them. */
  private static <E extends Enum<E>> E oneOf(Class<E> type, String value) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is none of %s"
            .formatted(
                value, List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT)));
  }
}
