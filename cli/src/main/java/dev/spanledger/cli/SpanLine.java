// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.inspect.Run;
import dev.spanledger.inspect.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A span in one line, without payloads: {@code 9 tool db.query ERR timeout 30s}. */
final class SpanLine {
  private static final int NAME_CHARS = 60;
  private static final int ERROR_CHARS = 120;
  private static final Set<String> QUIET = Set.of("OK", "UNSET");

  private SpanLine() {}

  /** What a span is called: the model, the tool or the agent, else its name. */
  static String label(Run run, int i) {
    String special =
        switch (run.kind(i)) {
          case "LLM", "EMBEDDING" -> run.model(i);
          case "TOOL" -> run.toolName(i);
          case "AGENT" -> run.agentName(i);
          default -> null;
        };
    return Figures.line(special == null ? run.name(i) : special, NAME_CHARS);
  }

  /** {@code tool db.query}. */
  static String titled(Run run, int i) {
    return run.kind(i).toLowerCase(Locale.ROOT) + " " + label(run, i);
  }

  /** Without its number. */
  static String of(Run run, int i) {
    List<String> parts = new ArrayList<>();
    parts.add(titled(run, i));
    String state = state(run, i);
    if (state != null) {
      parts.add(state);
    }
    parts.add(Figures.duration(run.durationNanos(i) / 1e6));
    parts.addAll(usage(run, i));
    return String.join(" ", parts);
  }

  private static @Nullable String state(Run run, int i) {
    if (QUIET.contains(run.status(i))) {
      return null;
    }
    if (!run.failed(i)) {
      return run.hanging(i) ? "HANGING" : run.status(i);
    }
    String message = run.errorMessage(i) == null ? run.errorType(i) : run.errorMessage(i);
    return message == null ? "ERR" : "ERR " + Figures.line(message, ERROR_CHARS);
  }

  /** A call's own, or what all below an agent took. */
  private static List<String> usage(Run run, int i) {
    List<String> parts = new ArrayList<>();
    if (run.inputTokens(i) >= 0 && run.counted(i)) {
      parts.add(Figures.tokens(run.inputTokens(i)) + "→" + Figures.tokens(run.outputTokens(i)));
      parts.add(Figures.cost(run.costUsd(i)));
    } else if (run.end(i) > i + 1) {
      Totals below = run.subtree(i);
      if (below.totalTokens() > 0) {
        parts.add(Figures.tokens(below.totalTokens()) + " tok");
        parts.add(Figures.cost(below.costUsd()));
      }
    }
    return parts;
  }
}
