// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.messages.LogMessage;
import dev.spanledger.provider.semconv.Judgement.Scope;
import dev.spanledger.schema.ScoreColumns;
import dev.spanledger.schema.ScoreRow;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads judgements into scores: of OpenTelemetry's events and log records {@code
 * gen_ai.evaluation.result}, OpenInference's evaluations and annotations, and Embabel's measures of
 * a retrieval. Immutable and thread-safe.
 *
 * <p>A span is judged by what is within it; by an evaluator that links to it, also from elsewhere.
 */
public final class ScoreDictionary {
  private static final String RESULT = "gen_ai.evaluation.result";
  private static final List<String> SCORES =
      List.of("gen_ai.evaluation.score.value", "gen_ai.evaluation.score.label");

  private final boolean content;

  /**
   * @param content whether what people and models said is kept
   */
  public ScoreDictionary(boolean content) {
    this.content = content;
  }

  /**
   * Adds the scores that the span or its log records state.
   *
   * @param span null where only log records are new
   * @param row whose ids and kind are set
   */
  public void judge(
      @Nullable SpanData span, List<LogMessage> logs, SpanRow.Builder row, Limits limits) {
    Kept kept = new Kept(content, limits);
    Scores scores = new Scores(row, target(span, row));
    if (span != null) {
      FlatJudgements.of(span.getAttributes(), kept)
          .forEach(
              found -> scores.add(found.judgement(), found.scope(), found.at(), found.index()));
      scores.add(openTelemetry(span.getAttributes(), kept), Scope.SPAN, "span", 0);
      long number = 0;
      for (EventData event : span.getEvents()) {
        if (event.getName().equals(RESULT)) {
          scores.add(openTelemetry(event.getAttributes(), kept), Scope.SPAN, "event", number++);
        }
      }
    }
    for (LogMessage log : logs) {
      if (log.eventName().equals(RESULT)) {
        Attributes result = log.attributes();
        // Records arrive in several turns: what tells two apart is what they say, and when.
        String at = "log/" + SCORES.stream().map(key -> value(result, key)).toList();
        scores.add(openTelemetry(result, kept), Scope.SPAN, at, log.epochNanos());
      }
    }
    scores.into(row);
  }

  private static Judgement openTelemetry(Attributes result, Kept kept) {
    return new Judgement(kept)
        .set("name", value(result, "gen_ai.evaluation.name"))
        .set("score", value(result, "gen_ai.evaluation.score.value"))
        .set("label", value(result, "gen_ai.evaluation.score.label"))
        .set("explanation", value(result, "gen_ai.evaluation.explanation"))
        .set("response_id", value(result, "gen_ai.response.id"));
  }

  /** Numbers come as texts, too. */
  private static @Nullable Object value(Attributes attributes, String key) {
    Object number = attributes.get(AttributeKey.doubleKey(key));
    if (number == null) {
      number = attributes.get(AttributeKey.longKey(key));
    }
    return number == null ? attributes.get(AttributeKey.stringKey(key)) : number;
  }

  /** Whoever judges afterwards links to what is judged. */
  private static @Nullable SpanContext target(@Nullable SpanData span, SpanRow.Builder row) {
    if (span == null || !"EVALUATOR".equals(row.get(SpanColumns.KIND))) {
      return null;
    }
    for (LinkData link : span.getLinks()) {
      if (link.getSpanContext().isValid()) {
        return link.getSpanContext();
      }
    }
    return null;
  }

  /** Collects scores, each with the ids of what it is of. */
  private static final class Scores {
    private final List<ScoreRow> scores = new ArrayList<>();
    private final String judge;
    private final String traceId;
    private final String spanId;

    Scores(SpanRow.Builder row, @Nullable SpanContext target) {
      String ownTrace = Objects.requireNonNull(row.get(SpanColumns.TRACE_ID));
      String ownSpan = Objects.requireNonNull(row.get(SpanColumns.SPAN_ID));
      this.judge = ownTrace + "/" + ownSpan;
      this.traceId = target == null ? ownTrace : target.getTraceId();
      this.spanId = target == null ? ownSpan : target.getSpanId();
    }

    void add(Judgement judgement, Scope scope, String at, long position) {
      ScoreRow.Builder row = judgement.row(judge + "/" + at, position);
      if (row != null) {
        scores.add(
            row.set(ScoreColumns.TRACE_ID, traceId)
                .set(ScoreColumns.SPAN_ID, scope == Scope.SPAN ? spanId : null)
                .set(ScoreColumns.METADATA, judgement.metadata(scope))
                .build());
      }
    }

    void into(SpanRow.Builder row) {
      if (!scores.isEmpty()) {
        row.scores(scores);
      }
    }
  }
}
