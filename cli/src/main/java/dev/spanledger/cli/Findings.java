// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.inspect.Run;
import dev.spanledger.inspect.Why;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What strikes about a run. */
public final class Findings {
  private static final int SHOWN = 12;

  private final Run run;
  private final List<Why.Finding> findings;

  public Findings(Run run) {
    this.run = run;
    this.findings = Why.of(run);
  }

  boolean isEmpty() {
    return findings.isEmpty();
  }

  /**
   * Prints them.
   *
   * @param id what the run is called
   */
  void print(PrintWriter out, String id) {
    out.println(TraceLines.line(run.trace(), id.length()));
    for (Why.Finding finding : findings) {
      out.println(
          finding.type().name().toLowerCase(Locale.ROOT)
              + ": "
              + Figures.line(finding.text(), 400)
              + "  ["
              + String.join(" ", numbers(finding))
              + "]");
    }
    findings.stream()
        .findFirst()
        .ifPresent(
            first -> out.println("# next: spanledger span " + id + "/" + (telling(first) + 1)));
  }

  /** The first, but of a path that leads down to it the last. */
  private static int telling(Why.Finding finding) {
    List<Integer> spans = finding.spans();
    return spans.get(finding.type() == Why.Type.SLOWEST_PATH ? spans.size() - 1 : 0);
  }

  /** A row each. */
  public Answer answer() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    findings.forEach(
        finding ->
            rows.add(
                List.of(
                    finding.type().name().toLowerCase(Locale.ROOT),
                    finding.text(),
                    finding.spans().stream().limit(SHOWN).map(span -> span + 1).toList())));
    return Answer.of(List.of("type", "text", "spans"), rows);
  }

  private static List<String> numbers(Why.Finding finding) {
    List<String> numbers = new ArrayList<>();
    finding.spans().stream().limit(SHOWN).forEach(span -> numbers.add(String.valueOf(span + 1)));
    if (finding.spans().size() > SHOWN) {
      numbers.add("…");
    }
    return numbers;
  }
}
