// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.ScoreColumns;
import dev.spanledger.schema.ScoreRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Judgements, whoever wrote them, are rows of {@code agent_scores}. */
class EvaluationsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Attributes RELEVANCE =
      Attributes.builder()
          .put("gen_ai.evaluation.name", "relevance")
          .put("gen_ai.evaluation.score.value", 0.75)
          .put("gen_ai.evaluation.score.label", "good")
          .put("gen_ai.evaluation.explanation", "MARKER: to the point")
          .put("gen_ai.response.id", "resp-1")
          .build();

  private final ManualTimer timer = new ManualTimer();

  @EachDatabase
  void anEventJudgesItsSpan(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      Span span = span(ledger, "chat");
      span.setAttribute("session.id", "s-1");
      span.addEvent("gen_ai.evaluation.result", RELEVANCE);
      span.end();
      ledger.flush(SOON);

      ScoreRow score = only(ledger, span.getSpanContext());
      assertThat(score.name()).isEqualTo("relevance");
      assertThat(score.get(ScoreColumns.VALUE)).isEqualTo(0.75);
      assertThat(score.get(ScoreColumns.LABEL)).isEqualTo("good");
      assertThat(score.get(ScoreColumns.EXPLANATION)).isEqualTo("MARKER: to the point");
      assertThat(score.get(ScoreColumns.METADATA)).contains("resp-1");
      assertThat(score.get(ScoreColumns.SPAN_ID)).isEqualTo(span.getSpanContext().getSpanId());
      assertThat(score.get(ScoreColumns.SESSION_ID)).isEqualTo("s-1");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void openInferenceListsJudgeStepRunAndSession(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      Span span = span(ledger, "work");
      span.setAttribute("evaluations.0.evaluation.name", "toxicity");
      span.setAttribute("evaluations.0.evaluation.score", 0.1);
      span.setAttribute("evaluations.0.evaluation.annotator_kind", "llm");
      span.setAttribute("evaluations.7.evaluation.name", "length");
      span.setAttribute("evaluations.7.evaluation.score", "3");
      span.setAttribute("evaluations.8.evaluation.name", "says nothing");
      span.setAttribute("trace.annotations.0.annotation.name", "helpful");
      span.setAttribute("trace.annotations.0.annotation.label", "yes");
      span.setAttribute("session.annotations.0.annotation.name", "mood");
      span.setAttribute("session.annotations.0.annotation.label", "happy");
      span.setAttribute("session.annotations.0.annotation.identifier", "judge-1");
      span.end();
      ledger.flush(SOON);

      SpanContext context = span.getSpanContext();
      assertThat(values(ledger, context, ScoreColumns.NAME))
          .containsExactly("helpful", "length", "mood", "toxicity");
      assertThat(values(ledger, context, ScoreColumns.VALUE)).containsExactly(null, 3.0, null, 0.1);
      assertThat(values(ledger, context, ScoreColumns.SOURCE))
          .containsExactly(null, null, null, "LLM");
      assertThat(values(ledger, context, ScoreColumns.SPAN_ID))
          .containsExactly(null, context.getSpanId(), null, context.getSpanId());
      assertThat(ledger.reader().scores(context.getTraceId()).get(2).get(ScoreColumns.METADATA))
          .contains("\"session\"", "judge-1");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void measuresOfARetrievalAreScores(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      Span span = span(ledger, "rag");
      span.setAttribute("embabel.rag.faithfulness", "0.9");
      span.setAttribute("embabel.rag.query", "not a measure");
      span.end();
      ledger.flush(SOON);

      ScoreRow score = only(ledger, span.getSpanContext());
      assertThat(score.name()).isEqualTo("faithfulness");
      assertThat(score.get(ScoreColumns.VALUE)).isEqualTo(0.9);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void anEvaluatorJudgesWhatItLinksTo(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      Span judged = span(ledger, "chat");
      judged.end();
      Span evaluator =
          tracers(ledger)
              .get("test")
              .spanBuilder("evaluate")
              .setNoParent()
              .addLink(judged.getSpanContext())
              .setAttribute("openinference.span.kind", "EVALUATOR")
              .setAttribute("spanledger.span.kind", "EVALUATOR")
              .startSpan();
      evaluator.addEvent("gen_ai.evaluation.result", RELEVANCE);
      evaluator.end();
      ledger.flush(SOON);

      assertThat(only(ledger, judged.getSpanContext()).get(ScoreColumns.SPAN_ID))
          .isEqualTo(judged.getSpanContext().getSpanId());
      assertThat(ledger.reader().scores(evaluator.getSpanContext().getTraceId())).isEmpty();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void logRecordsJudgeTheirSpanOnTimeLateAndFromElsewhere(TestDatabase database) {
    try (Spanledger ledger = Spanledger.builder(database.dataSource()).timer(timer).build();
        LoggingApp app = new LoggingApp(ledger)) {
      Span span = app.start();
      app.log(span, "gen_ai.evaluation.result", null, RELEVANCE);
      span.end();
      ledger.flush(SOON);
      assertThat(values(ledger, span.getSpanContext(), ScoreColumns.NAME))
          .containsExactly("relevance");

      app.log(span, "gen_ai.evaluation.result", null, RELEVANCE);
      ledger.flush(SOON);
      assertThat(values(ledger, span.getSpanContext(), ScoreColumns.NAME))
          .containsExactly("relevance", "relevance");

      SpanContext elsewhere =
          SpanContext.createFromRemoteParent(
              "1".repeat(32), "2".repeat(16), TraceFlags.getSampled(), TraceState.getDefault());
      app.log(Span.wrap(elsewhere), "gen_ai.evaluation.result", null, RELEVANCE);
      timer.advance(Duration.ofSeconds(2));
      ledger.flush(SOON);
      assertThat(only(ledger, elsewhere).get(ScoreColumns.SPAN_ID)).isEqualTo("2".repeat(16));
      assertThat(ledger.stats().logRecords().balanced()).isTrue();
      assertThat(ledger.stats().logRecords().droppedTotal()).isZero();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void basicCaptureKeepsTheScoreAndNotWhy(TestDatabase database) throws Exception {
    try (Spanledger ledger =
            Spanledger.builder(database.dataSource()).contentCapture(ContentCapture.BASIC).build();
        LoggingApp app = new LoggingApp(ledger)) {
      Span span = app.start();
      span.setAttribute("evaluations.0.evaluation.score", 0.5);
      span.setAttribute("evaluations.0.evaluation.explanation", "MARKER");
      span.addEvent("gen_ai.evaluation.result", RELEVANCE);
      app.log(span, "gen_ai.evaluation.result", null, RELEVANCE);
      span.end();
      ledger.flush(SOON);

      assertThat(values(ledger, span.getSpanContext(), ScoreColumns.VALUE))
          .containsExactlyInAnyOrder(0.5, 0.75, 0.75);
      assertThat(database.rows("SELECT * FROM agent_scores").toString()).doesNotContain("MARKER");
    }
  }

  private static Span span(Spanledger ledger, String name) {
    return tracers(ledger).get("test").spanBuilder(name).startSpan();
  }

  private static SdkTracerProvider tracers(Spanledger ledger) {
    return SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build();
  }

  private static ScoreRow only(Spanledger ledger, SpanContext span) {
    List<ScoreRow> scores = ledger.reader().scores(span.getTraceId());
    assertThat(scores).hasSize(1);
    return scores.get(0);
  }

  private static <T> List<T> values(Spanledger ledger, SpanContext span, Column<T> column) {
    return ledger.reader().scores(span.getTraceId()).stream()
        .map(score -> score.get(column))
        .collect(Collectors.toList());
  }
}
