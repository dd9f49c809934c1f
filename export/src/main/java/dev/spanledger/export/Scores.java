// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.schema.ScoreColumns;
import dev.spanledger.schema.ScoreRow;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Judgements as JSON. */
final class Scores {
  private Scores() {}

  /** Those of one step; with null, of the trace as a whole. */
  static List<ScoreRow> of(@Nullable String spanId, List<ScoreRow> scores) {
    return scores.stream()
        .filter(score -> Objects.equals(score.get(ScoreColumns.SPAN_ID), spanId))
        .toList();
  }

  /** What a judge says of an answer can quote it. */
  private static @Nullable String explanation(RowRedaction redaction, ScoreRow score) {
    String text = score.get(ScoreColumns.EXPLANATION);
    return text == null || !redaction.payloads()
        ? null
        : redaction.value(ScoreColumns.EXPLANATION, text);
  }

  /** Nothing where there are none. */
  static void write(JsonOut json, ExportedTrace trace, List<ScoreRow> scores) throws IOException {
    if (scores.isEmpty()) {
      return;
    }
    json.array("scores");
    for (ScoreRow score : scores) {
      json.object()
          .field("name", score.name())
          .field("value", score.get(ScoreColumns.VALUE))
          .field("label", score.get(ScoreColumns.LABEL))
          .field("explanation", explanation(trace.redaction(), score))
          .field("span_id", score.get(ScoreColumns.SPAN_ID))
          .endObject();
    }
    json.endArray();
  }
}
