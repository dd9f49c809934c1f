// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.inspect.Run;
import dev.spanledger.schema.ScoreColumns;
import dev.spanledger.schema.ScoreRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A run without payloads, a column an array: spans in the order of the tree, parents before
 * children. Texts that many spans share are numbers in {@code dict}. Written as it goes: nothing of
 * the answer is kept.
 */
final class SkeletonJson {
  private static final int RUNNING = 1;
  private static final int HANGING = 2;
  private static final int CRITICAL = 4;
  private static final int FIRST_ERROR = 8;
  private static final int REPEATS = 16;
  private static final int MESSAGE_CHARS = 200;

  private final Json json;
  private final Run run;
  private final int firstError;
  private final BitSet repeats;
  private final Wording wording;
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * @param firstError the span where it went wrong first; -1 where none did
   * @param repeats the spans that do again what their sibling before did
   */
  SkeletonJson(Json json, Run run, int firstError, BitSet repeats, Wording wording) {
    this.json = json;
    this.run = run;
    this.firstError = firstError;
    this.repeats = repeats;
    this.wording = wording;
  }

  void write(List<ScoreRow> scores) {
    json.begin().name("trace");
    TraceJson.write(json, run.trace(), wording);
    json.number("n", run.size());
    json.number("activeMicros", run.activeNanos() / 1_000);
    long base = base();
    json.name("base").micros(Math.floorDiv(base, 1_000L));
    dictionary();
    array("id", i -> json.text(run.spanId(i)));
    whole("parent", run::parent);
    array("start", i -> json.micros(Math.floorDiv(run.startNanos(i) - base, 1_000L)));
    array("duration", i -> json.micros(Math.floorDiv(run.durationNanos(i), 1_000L)));
    texts();
    usage();
    whole("flags", this::flags);
    errors();
    scores(scores);
    json.end();
  }

  private long base() {
    long base = Long.MAX_VALUE;
    for (int i = 0; i < run.size(); i++) {
      base = Math.min(base, run.startNanos(i));
    }
    return run.size() == 0 ? 0 : base;
  }

  private void dictionary() {
    List<IntFunction<@Nullable String>> columns =
        List.of(run::kind, run::status, run::name, run::model, run::agentName, run::toolCallId);
    List<String> texts = new ArrayList<>();
    for (IntFunction<@Nullable String> column : columns) {
      for (int i = 0; i < run.size(); i++) {
        String text = column.apply(i);
        if (text != null && numbers.putIfAbsent(text, texts.size()) == null) {
          texts.add(text);
        }
      }
    }
    json.texts("dict", texts);
  }

  private void texts() {
    numbered("kind", run::kind);
    numbered("status", run::status);
    numbered("name", run::name);
    numbered("model", run::model);
    numbered("agent", run::agentName);
    numbered("call", run::toolCallId);
  }

  private void usage() {
    whole("in", run::inputTokens);
    whole("out", run::outputTokens);
    whole("cacheRead", run::cacheReadTokens);
    whole("reasoning", run::reasoningTokens);
    array("cost", i -> json.money(run.costUsd(i)));
    whole("counted", i -> run.counted(i) ? 1 : 0);
  }

  private long flags(int i) {
    return (run.running(i) ? RUNNING : 0)
        | (run.hanging(i) ? HANGING : 0)
        | (run.critical(i) ? CRITICAL : 0)
        | (i == firstError ? FIRST_ERROR : 0)
        | (repeats.get(i) ? REPEATS : 0);
  }

  private void errors() {
    json.begin("error");
    for (int i = 0; i < run.size(); i++) {
      String message = error(i);
      if (message != null) {
        json.text(Integer.toString(i), message);
      }
    }
    json.end();
  }

  private @Nullable String error(int i) {
    String message = wording.told(run.errorMessage(i));
    return message == null ? run.errorType(i) : Texts.cut(message, MESSAGE_CHARS);
  }

  private void scores(List<ScoreRow> scores) {
    json.beginArray("scores");
    for (ScoreRow score : scores) {
      json.begin()
          .text("name", score.name())
          .real("value", score.get(ScoreColumns.VALUE))
          .text("label", score.get(ScoreColumns.LABEL))
          .text("spanId", score.get(ScoreColumns.SPAN_ID))
          .text("comment", wording.said(score.get(ScoreColumns.EXPLANATION)))
          .text("source", score.get(ScoreColumns.SOURCE))
          .end();
    }
    json.endArray();
  }

  private void numbered(String name, IntFunction<@Nullable String> column) {
    whole(
        name,
        i -> {
          String text = column.apply(i);
          return text == null ? -1 : numbers.getOrDefault(text, -1);
        });
  }

  private void whole(String name, IntToLongFunction column) {
    array(name, i -> json.number(column.applyAsLong(i)));
  }

  private void array(String name, IntConsumer value) {
    json.beginArray(name);
    for (int i = 0; i < run.size(); i++) {
      value.accept(i);
    }
    json.endArray();
  }
}
