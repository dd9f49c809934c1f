// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.ScoreColumns;
import dev.spanledger.schema.ScoreRow;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.util.List;

/** Judgements of steps, runs and sessions. */
class ScoresTest {
  @EachDatabase
  void aScoreIsReadAsItWasWritten(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    schema.writer().write(List.of(judged(1)));
    assertThat(schema.reader().scores(SpanRows.traceId(1)))
        .singleElement()
        .satisfies(
            score -> {
              assertThat(score.name()).isEqualTo("relevance");
              assertThat(score.get(ScoreColumns.SPAN_ID)).isEqualTo(SpanRows.spanId(1));
              assertThat(score.get(ScoreColumns.SESSION_ID)).isEqualTo("s-1");
              assertThat(score.get(ScoreColumns.VALUE)).isEqualTo(0.75);
              assertThat(score.get(ScoreColumns.LABEL)).isEqualTo("good");
              assertThat(score.get(ScoreColumns.EXPLANATION)).isEqualTo("to the point\uFFFD");
              assertThat(score.get(ScoreColumns.SOURCE)).isEqualTo("LLM");
              assertThat(score.get(ScoreColumns.METADATA)).contains("judge-1");
              assertThat(score.get(ScoreColumns.CREATED_AT)).isNotNull();
            });
    assertThat(schema.reader().scores(SpanRows.traceId(2))).isEmpty();
  }

  @EachDatabase
  void twiceIsAsOnce(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    writer.write(List.of(judged(1)));
    writer.write(List.of(judged(1)));
    writer.amend(List.of(judged(1)));
    assertThat(schema.reader().scores(SpanRows.traceId(1))).hasSize(1);
  }

  @EachDatabase
  void aScoreOfASpanThatIsNotStoredIsKept(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    assertThat(schema.writer().amend(List.of(judged(1)))).isZero();
    assertThat(schema.reader().scores(SpanRows.traceId(1))).hasSize(1);
    assertThat(Tables.count(database, "agent_spans")).isZero();
  }

  @EachDatabase
  void manyWritersOfTheSameScoresDoNotBlockEachOther(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> rows = List.of(judged(1), judged(2), judged(3), judged(4));
    List<SpanRow> reversed = List.of(judged(4), judged(3), judged(2), judged(1));
    Together.run(8, number -> () -> schema.writer().amend(number % 2 == 0 ? rows : reversed));
    assertThat(schema.reader().scores(SpanRows.traceId(1))).hasSize(4);
  }

  private static SpanRow judged(int span) {
    return SpanRows.child(1, span, 9, "AGENT")
        .set(SpanColumns.SESSION_ID, "s-1")
        .scores(
            List.of(
                ScoreRow.builder(SpanRows.spanId(span), "relevance", 0)
                    .set(ScoreColumns.TRACE_ID, SpanRows.traceId(1))
                    .set(ScoreColumns.SPAN_ID, SpanRows.spanId(span))
                    .set(ScoreColumns.VALUE, 0.75)
                    .set(ScoreColumns.LABEL, "good")
                    .set(ScoreColumns.EXPLANATION, "to the point\0")
                    .set(ScoreColumns.SOURCE, "LLM")
                    .set(ScoreColumns.METADATA, "{\"identifier\":\"judge-1\"}")
                    .build()))
        .build();
  }
}
