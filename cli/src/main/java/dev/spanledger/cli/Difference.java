// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.inspect.Comparison;
import dev.spanledger.inspect.Run;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.TraceColumns;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How two runs differ, step by step. */
public final class Difference {
  private static final List<String> COLUMNS =
      List.of(
          "change",
          "left",
          "right",
          "depth",
          "kind",
          "name",
          "left_status",
          "right_status",
          "left_ms",
          "right_ms");

  private final Run left;
  private final Run right;
  private final List<Comparison.Pair> pairs;
  private final long same;

  public Difference(Run left, Run right) {
    this.left = left;
    this.right = right;
    List<Comparison.Pair> all = Comparison.of(left, right);
    this.pairs = all.stream().filter(pair -> pair.change() != Comparison.Change.SAME).toList();
    this.same = all.size() - (long) pairs.size();
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  /**
   * Prints the totals of both, then the steps that are not the same.
   *
   * @param before what the left one is called, and {@code after} the right one
   */
  void print(PrintWriter out, String before, String after, int from, int limit) {
    if (from == 0) {
      out.println("- " + TraceLines.line(left.trace(), before.length()));
      out.println("+ " + TraceLines.line(right.trace(), after.length()));
      out.println(totals());
    }
    pairs.stream().skip(from).limit(limit).forEach(pair -> out.println(line(pair)));
  }

  private String totals() {
    return "Δ %+.1fs %+d tok %s spans=%+d, %d steps are the same, %d are not"
        .formatted(
            (right.trace().durationMs() - left.trace().durationMs()) / 1e3,
            number(right, TraceColumns.TOTAL_TOKENS) - number(left, TraceColumns.TOTAL_TOKENS),
            cost(),
            right.size() - left.size(),
            same,
            pairs.size());
  }

  private String cost() {
    BigDecimal before = left.trace().get(TraceColumns.COST_USD);
    BigDecimal after = right.trace().get(TraceColumns.COST_USD);
    if (before == null || after == null) {
      return "$?";
    }
    BigDecimal difference = after.subtract(before);
    return (difference.signum() < 0 ? "-" : "+") + Figures.cost(difference.abs());
  }

  private static long number(Run run, Column<Long> column) {
    return Optional.ofNullable(run.trace().get(column)).orElse(0L);
  }

  /** {@code ~ 3→4 tool search OK→ERROR 0.8s→1.2s}. */
  private String line(Comparison.Pair pair) {
    return switch (pair.change()) {
      case REMOVED -> indent(left, pair.left()) + "- " + numbered(left, pair.left());
      case ADDED -> indent(right, pair.right()) + "+ " + numbered(right, pair.right());
      default -> indent(left, pair.left()) + "~ " + changed(pair);
    };
  }

  private static String indent(Run run, int span) {
    return " ".repeat(Math.min(30, run.depth(span)));
  }

  private static String numbered(Run run, int span) {
    return (span + 1) + " " + SpanLine.of(run, span);
  }

  private String changed(Comparison.Pair pair) {
    String before = left.status(pair.left());
    String after = right.status(pair.right());
    boolean input = left.inputHash(pair.left()) != right.inputHash(pair.right());
    return "%d→%d %s%s %s→%s%s"
        .formatted(
            pair.left() + 1,
            pair.right() + 1,
            SpanLine.titled(left, pair.left()),
            before.equals(after) ? "" : " " + before + "→" + after,
            Figures.duration(left.durationNanos(pair.left()) / 1e6),
            Figures.duration(right.durationNanos(pair.right()) / 1e6),
            input ? " (other input)" : "");
  }

  /** A row a step that is not the same. */
  public Answer answer(int from, int limit, String command) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    pairs.stream().skip(from).limit(limit).forEach(pair -> rows.add(row(pair)));
    return Answer.page(COLUMNS, rows, next(from, limit, command)).with(List.of(totals()));
  }

  @Nullable String next(int from, int limit, String command) {
    int next = from + limit;
    return next < pairs.size() ? command + next : null;
  }

  private List<@Nullable Object> row(Comparison.Pair pair) {
    boolean ofLeft = pair.left() >= 0;
    boolean ofRight = pair.right() >= 0;
    Run run = ofLeft ? left : right;
    int span = ofLeft ? pair.left() : pair.right();
    return Arrays.asList(
        pair.change().name().toLowerCase(Locale.ROOT),
        ofLeft ? pair.left() + 1 : null,
        ofRight ? pair.right() + 1 : null,
        run.depth(span),
        run.kind(span).toLowerCase(Locale.ROOT),
        SpanLine.label(run, span),
        ofLeft ? left.status(pair.left()) : null,
        ofRight ? right.status(pair.right()) : null,
        ofLeft ? left.durationNanos(pair.left()) / 1e6 : null,
        ofRight ? right.durationNanos(pair.right()) / 1e6 : null);
  }
}
