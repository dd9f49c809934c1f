// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.inspect.Run;
import dev.spanledger.inspect.Transcript;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceReader;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the spans that a span has to do with. Reads few others. Thread-safe. */
final class Related {
  /** How many model calls are asked whether they called a tool: it is nearly always the last. */
  private static final int ASKED = 8;

  private final TraceReader reader;
  private final Runs runs;

  Related(TraceReader reader, Runs runs) {
    this.reader = reader;
    this.runs = runs;
  }

  Relations of(SpanRow span) {
    Run run = runs.lately(span.traceId());
    Map<String, @Nullable String> calls = calls(run, span);
    String callId = span.get(SpanColumns.TOOL_CALL_ID);
    String caller = callId == null ? null : caller(run, span, callId);
    int at = span.kind().equals("LLM") ? run.indexOf(span.spanId()) : -1;
    return (at < 0 ? Optional.<Transcript.ModelCall>empty() : Transcript.call(reader, run, at))
        .map(call -> new Relations(calls, caller, callId, previous(run, call), call.newFrom()))
        .orElseGet(() -> new Relations(calls, caller, callId, null, null));
  }

  private static @Nullable String previous(Run run, Transcript.ModelCall call) {
    return call.previous() < 0 ? null : run.spanId(call.previous());
  }

  /** What a model asked for, and the spans that did it. */
  static Map<String, @Nullable String> calls(Run run, SpanRow span) {
    Map<String, @Nullable String> calls = new LinkedHashMap<>();
    if (span.kind().equals("LLM")) {
      CallIds.in(span.get(SpanColumns.OUTPUT)).forEach(id -> calls.put(id, null));
    }
    int from = calls.isEmpty() ? run.size() : 0;
    for (int i = from; i < run.size(); i++) {
      String id = run.toolCallId(i);
      if (id != null && calls.containsKey(id) && run.kind(i).equals("TOOL")) {
        calls.putIfAbsent(id, run.spanId(i));
      }
    }
    return calls;
  }

  private @Nullable String caller(Run run, SpanRow tool, String callId) {
    int at = run.indexOf(tool.spanId());
    if (at < 0 || !tool.kind().equals("TOOL")) {
      return null;
    }
    for (int call : callsBefore(run, at)) {
      Set<String> asked =
          reader
              .span(tool.traceId(), run.spanId(call))
              .map(row -> CallIds.in(row.get(SpanColumns.OUTPUT)))
              .orElse(Set.of());
      if (asked.contains(callId)) {
        return run.spanId(call);
      }
    }
    return null;
  }

  /** The model calls that began before, the last one first. */
  private static List<Integer> callsBefore(Run run, int tool) {
    return IntStream.range(0, run.size())
        .filter(i -> run.kind(i).equals("LLM") && run.startNanos(i) <= run.startNanos(tool))
        .boxed()
        .sorted(Comparator.<Integer>comparingLong(run::startNanos).reversed())
        .limit(ASKED)
        .toList();
  }
}
