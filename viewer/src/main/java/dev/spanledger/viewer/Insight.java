// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.inspect.Repeats;
import dev.spanledger.inspect.Run;
import dev.spanledger.inspect.Why;
import dev.spanledger.schema.ScoreRow;
import java.util.BitSet;
import java.util.List;

/** A run, and what strikes about it. */
record Insight(Run run, List<Why.Finding> findings) {
  static Insight of(Run run) {
    return new Insight(run, Why.of(run));
  }

  void skeleton(Json json, List<ScoreRow> scores, Wording wording) {
    new SkeletonJson(json, run, firstError(), repeats(), wording).write(scores);
  }

  /** -1 where nothing failed. */
  private int firstError() {
    return findings.stream()
        .filter(finding -> finding.type() == Why.Type.FIRST_ERROR)
        .mapToInt(finding -> finding.spans().get(0))
        .findFirst()
        .orElse(-1);
  }

  private BitSet repeats() {
    BitSet repeats = new BitSet();
    for (Repeats.Group group : Repeats.of(run)) {
      group.spans().stream().skip(1).forEach(repeats::set);
    }
    return repeats;
  }

  void why(Json json, Wording wording) {
    json.begin().beginArray("findings");
    for (Why.Finding finding : findings) {
      json.begin().text("type", finding.type().name()).text("text", wording.told(finding.text()));
      json.beginArray("spans");
      finding.spans().forEach(json::number);
      json.endArray().beginArray("ids");
      finding.spans().forEach(span -> json.text(run.spanId(span)));
      json.endArray().end();
    }
    json.endArray().end();
  }
}
