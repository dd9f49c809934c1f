// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.viewer;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Goal;
import dev.spanledger.benchmarks.Limits;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.testkit.rows.SpanRows;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One trace: what opens it, what looks through it, and what that leaves on the server's heap. */
final class LargeTrace {
  private static final double OPEN_LIMIT_MS = 2_000;
  private static final double FIND_LIMIT_MS = 1_000;
  private static final double HEAP_LIMIT_MIB = 64;
  private static final int BATCH = 2_000;

  /** Each look collects garbage: without a pause, nothing else would happen. */
  private static final long BETWEEN_LOOKS_MS = 150;

  private static final int TRACE = 1;

  private final Shown shown;
  private final int spans;
  private final int rounds;

  LargeTrace(Shown shown, int spans, int rounds) {
    this.shown = shown;
    this.spans = spans;
    this.rounds = rounds;
  }

  List<Finding> measure() throws Exception {
    write();
    String path = "api/traces/" + SpanRows.traceId(TRACE);
    Map<String, Object> about = shown.about();
    about.put("spans", spans);
    double heap = heap(path + "/skeleton");
    about.put("bytes", shown.ask(path + "/skeleton"));
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Limits.milliseconds(
            shown.on("opening a trace of %,d spans".formatted(spans)),
            Timed.median(shown, rounds, path + "/skeleton"),
            OPEN_LIMIT_MS,
            about));
    for (String text : List.of("question%2099", "nowhere", "re.ult%2099&regex=1")) {
      findings.add(
          Limits.milliseconds(
              shown.on("finding %s in its payloads".formatted(text.replace("%20", " "))),
              Timed.median(shown, rounds, path + "/search?q=" + text),
              FIND_LIMIT_MS,
              about));
    }
    findings.add(
        new Finding(
            shown.on("heap that opening it took, at its most"),
            "limit",
            "MiB",
            Math.max(heap, 0.001),
            HEAP_LIMIT_MIB,
            Goal.atMost(1),
            about));
    return findings;
  }

  /** What is alive at the worst moment while the server answers, and the client takes it in. */
  private double heap(String path) throws Exception {
    double before = alive();
    Thread asking =
        new Thread(
            () -> {
              try {
                shown.ask(path);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    asking.start();
    double most = before;
    while (asking.isAlive()) {
      most = Math.max(most, alive());
      asking.join(BETWEEN_LOOKS_MS);
    }
    return Math.max(most, alive()) - before;
  }

  private static double alive() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / (double) (1 << 20);
  }

  private void write() throws SQLException {
    SpanWriter writer = shown.schema().writer();
    List<SpanRow> batch = new ArrayList<>();
    for (int span = 1; span <= spans; span++) {
      batch.add(span(span));
      if (batch.size() == BATCH || span == spans) {
        writer.write(batch);
        batch.clear();
      }
    }
  }

  private static SpanRow span(int span) {
    long parent = Math.max(1, span / 20);
    if (span == 1) {
      return SpanRows.agent(TRACE, 1).build();
    }
    if (span % 3 == 0) {
      return SpanRows.llm(TRACE, span, parent)
          .set(
              SpanColumns.INPUT,
              "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"question %d %s\"}]}]"
                  .formatted(span, "lorem ipsum ".repeat(20)))
          .set(SpanColumns.USAGE_COUNTED, true)
          .set(SpanColumns.COST_USD, BigDecimal.valueOf(span, 7))
          .build();
    }
    return SpanRows.child(TRACE, span, parent, "TOOL")
        .set(SpanColumns.INPUT_PREVIEW, "{\"q\":" + span % 1_000 + "}")
        .set(SpanColumns.OUTPUT, "\"result " + span + "\"")
        .build();
  }
}
