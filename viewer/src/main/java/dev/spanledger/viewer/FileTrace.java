// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.inspect.Run;
import dev.spanledger.inspect.Transcript;
import dev.spanledger.inspect.Transcript.ModelCall;
import dev.spanledger.schema.OpenSpan;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceReader;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One trace as a file has it: what a server would answer about it. Its spans come as a list in
 * which each text that one of them has stands before it, once: {@code ["t", text]}, and {@code
 * ["s", id, detail]} where texts are named by their number. For one trace and one thread.
 */
final class FileTrace {
  /** Beyond it, a file does not say what of a call's input the call before had not. */
  private static final int MOST_CALLS = 1_000;

  private final TraceReader reader;
  private final Wording wording;
  private final int mostSpans;
  private final FileTexts texts;
  private final Map<String, String> callers = new HashMap<>();
  private final Map<String, Integer> conversation = new HashMap<>();
  private int held;

  FileTrace(TraceReader reader, Wording wording, int mostSpans, long mostChars) {
    this.reader = reader;
    this.wording = wording;
    this.mostSpans = mostSpans;
    this.texts = new FileTexts(wording, mostChars);
  }

  void write(Json json, String traceId) {
    Run run =
        Run.read(reader, traceId)
            .orElseThrow(() -> new IllegalArgumentException("There is no trace " + traceId));
    json.begin().name("skeleton");
    Insight insight = Insight.of(run);
    insight.skeleton(json, reader.scores(traceId), wording);
    json.name("why");
    insight.why(json, wording);
    if (wording.payloads()) {
      reader.spans(traceId, this::noteCalls);
    }
    noteConversation(run);
    spans(json, run, chosen(run));
    json.begin("payloads").number("held", held).number("of", run.size()).end().end();
  }

  private void noteCalls(SpanRow span) {
    if (span.kind().equals("LLM")) {
      for (String call : CallIds.in(span.get(SpanColumns.OUTPUT))) {
        callers.putIfAbsent(call, span.spanId());
      }
    }
  }

  private void spans(Json json, Run run, @Nullable Set<String> chosen) {
    Set<String> written = new HashSet<>();
    json.beginArray("stream");
    reader.spans(
        run.trace().traceId(),
        span -> {
          if (chosen == null || chosen.contains(span.spanId())) {
            written.add(span.spanId());
            write(json, run, span);
          }
        });
    for (OpenSpan open : reader.openSpans(run.trace().traceId())) {
      if (written.add(open.spanId())) {
        write(json, run, RunningRow.of(open));
      }
    }
    json.endArray();
  }

  private void write(Json json, Run run, SpanRow span) {
    FileTexts.Numbered payloads = texts.of(json, span);
    held += payloads.isComplete() ? 1 : 0;
    json.beginArray().text("s").text(span.spanId());
    new SpanJson(json, payloads).write(span, relations(run, span));
    json.endArray();
  }

  private Relations relations(Run run, SpanRow span) {
    String callId = span.kind().equals("TOOL") ? span.get(SpanColumns.TOOL_CALL_ID) : null;
    String caller = callId == null ? null : callers.get(callId);
    Map<String, @Nullable String> calls = Related.calls(run, span);
    Integer at = conversation.get(span.spanId());
    return (at == null ? Optional.<ModelCall>empty() : Transcript.call(reader, run, at))
        .map(call -> new Relations(calls, caller, callId, previous(run, call), call.newFrom()))
        .orElseGet(() -> new Relations(calls, caller, callId, null, null));
  }

  private static @Nullable String previous(Run run, ModelCall call) {
    return call.previous() < 0 ? null : run.spanId(call.previous());
  }

  /** The model calls by their ids; none where they are too many to read each one before. */
  private void noteConversation(Run run) {
    for (int i = 0; i < run.size() && wording.payloads(); i++) {
      if (run.kind(i).equals("LLM")) {
        conversation.put(run.spanId(i), i);
      }
    }
    if (conversation.size() > MOST_CALLS) {
      conversation.clear();
    }
  }

  /** Null where there is room for all. */
  private @Nullable Set<String> chosen(Run run) {
    if (run.size() <= mostSpans) {
      return null;
    }
    BitSet chosen = new BitSet();
    for (int i = 0; i < run.size(); i++) {
      for (int at = run.failed(i) ? i : -1; at >= 0 && !chosen.get(at); at = run.parent(at)) {
        chosen.set(at);
      }
    }
    for (int i = 0; i < run.size(); i++) {
      if (run.critical(i)) {
        chosen.set(i);
      }
    }
    for (int i = 0; i < run.size() && chosen.cardinality() < mostSpans; i++) {
      chosen.set(i);
    }
    Set<String> ids = new HashSet<>();
    chosen.stream().limit(mostSpans).forEach(i -> ids.add(run.spanId(i)));
    return ids;
  }
}
