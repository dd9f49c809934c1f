// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.inspect.Repeats;
import dev.spanledger.inspect.Run;
import dev.spanledger.inspect.Why;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tree of a run without payloads; the same call made again and again is one line. */
public final class Outline {
  public static final List<String> COLUMNS =
      List.of(
          "n",
          "depth",
          "kind",
          "name",
          "status",
          "duration_ms",
          "input_tokens",
          "output_tokens",
          "cost_usd",
          "times",
          "error",
          "first_error",
          "span_id");

  private static final int LOOP = 3;
  private static final int DEEPEST_INDENT = 30;
  private static final int ERROR_CHARS = 120;

  private final Run run;
  private final Filter filter;
  private final int firstError;
  private final Map<Integer, Repeats.Group> groups = new HashMap<>();
  private final BitSet folded = new BitSet();

  /**
   * Which spans.
   *
   * @param depth the deepest level, from 1; 0 for all
   * @param kinds in capital letters; empty for all
   * @param errors those that failed, and what they are below
   */
  public record Filter(int depth, Set<String> kinds, boolean errors) {
    public static final Filter ALL = new Filter(0, Set.of(), false);
  }

  public Outline(Run run, Filter filter) {
    this.run = run;
    this.filter = filter;
    this.firstError = firstError(run);
    Repeats.of(run).forEach(this::fold);
  }

  /** The span that failed first; -1 where none did. */
  static int firstError(Run run) {
    return Why.of(run).stream()
        .filter(finding -> finding.type() == Why.Type.FIRST_ERROR)
        .map(finding -> finding.spans().get(0))
        .findFirst()
        .orElse(-1);
  }

  /** Unless the first failure would be hidden. */
  private void fold(Repeats.Group group) {
    int from = run.end(group.first());
    int last = group.spans().get(group.count() - 1);
    if (firstError < from || firstError >= run.end(last)) {
      groups.put(group.first(), group);
      folded.set(from, run.end(last));
    }
  }

  /**
   * Some of it.
   *
   * @param from the first span's number, from 0
   * @return the spans, and as the last element the number to go on with, or -1
   */
  List<Integer> page(int from, int limit) {
    List<Integer> page = new ArrayList<>();
    for (int i = Math.max(0, from); i < run.size(); i++) {
      if (!folded.get(i) && isWanted(i)) {
        if (page.size() == limit) {
          page.add(i);
          return page;
        }
        page.add(i);
      }
    }
    page.add(-1);
    return page;
  }

  private boolean isWanted(int i) {
    boolean shallow = filter.depth() == 0 || run.depth(i) < filter.depth();
    boolean kind = filter.kinds().isEmpty() || filter.kinds().contains(run.kind(i));
    return shallow && kind && (!filter.errors() || run.subtree(i).errors() > 0);
  }

  /** {@code 9 tool db.query ERR timeout 30s <- first error}. */
  String line(int i) {
    StringBuilder line = new StringBuilder();
    line.append(" ".repeat(Math.min(DEEPEST_INDENT, run.depth(i)))).append(i + 1).append(' ');
    line.append(SpanLine.of(run, i));
    Repeats.Group group = groups.get(i);
    if (group != null) {
      line.append(" ×").append(group.count()).append(" identical");
      long errors = group.spans().stream().filter(run::failed).count();
      line.append(errors > 0 && errors < group.count() ? " (" + errors + " ERR)" : "");
      line.append(group.count() >= LOOP ? "  !loop" : "");
    }
    int below = run.end(i) - i - 1;
    if (filter.depth() > 0 && run.depth(i) == filter.depth() - 1 && below > 0) {
      line.append(" +").append(below).append(" below");
    }
    return line.append(i == firstError ? "  <- first error" : "").toString();
  }

  /** In the order of {@link #COLUMNS}. */
  List<@Nullable Object> row(int i) {
    Repeats.Group group = groups.get(i);
    String error = run.errorMessage(i) == null ? run.errorType(i) : run.errorMessage(i);
    return Arrays.asList(
        i + 1,
        run.depth(i),
        run.kind(i).toLowerCase(Locale.ROOT),
        SpanLine.label(run, i),
        run.status(i),
        Math.round(run.durationNanos(i) / 1e4) / 1e2,
        run.inputTokens(i) < 0 ? null : run.inputTokens(i),
        run.outputTokens(i) < 0 ? null : run.outputTokens(i),
        run.costUsd(i),
        group == null ? 1 : group.count(),
        error == null ? null : Figures.line(error, ERROR_CHARS),
        i == firstError ? true : null,
        run.spanId(i));
  }

  /**
   * Some of it as a table.
   *
   * @param command what the number to go on with is put behind
   */
  public Answer answer(int from, int limit, String command) {
    List<Integer> page = page(from, limit);
    int next = page.get(page.size() - 1);
    List<List<@Nullable Object>> rows =
        page.subList(0, page.size() - 1).stream().map(this::row).toList();
    return Answer.page(COLUMNS, rows, next < 0 ? null : command + (next + 1));
  }
}
