// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What strikes about a run: where it failed first, where time and money went, what was done again
 * and again, what has not ended. Each finding is a sentence, and the spans that it is about.
 */
public final class Why {
  /** Fewer calls may repeat without anybody wondering. */
  private static final int REPEATS = 3;

  /** A conversation of fewer calls grows by nature. */
  private static final int GROWING_CALLS = 3;

  private final Run run;
  private final List<Finding> findings = new ArrayList<>();

  /** What a finding says. */
  public enum Type {
    /**
     * The failure that came first and has no failure below it; the spans are it and what it took
     * down.
     */
    FIRST_ERROR,
    /** The step that the run would gain most from; the spans lead from the top down to it. */
    SLOWEST_PATH,
    /** The model call that cost most, or has most tokens where no cost is known. */
    COSTLIEST_CALL,
    /** A call that was made three times or more with the same input. */
    REPEATED_CALLS,
    /** A conversation that was sent at least twice as long in the end as at first. */
    CONTEXT_GROWTH,
    /** Spans that have not ended. */
    RUNNING,
    /** Spans that run much longer than their like. */
    HANGING,
    /** Spans whose process is gone. */
    ABANDONED
  }

  /**
   * One of them.
   *
   * @param text a sentence without its full stop
   * @param spans the numbers of the spans, the most important first
   */
  public record Finding(Type type, String text, List<Integer> spans) {}

  private Why(Run run) {
    this.run = run;
  }

  /** What strikes about the run, the most telling first; empty where nothing does. */
  public static List<Finding> of(Run run) {
    Why why = new Why(run);
    why.firstError();
    why.unended();
    why.slowestPath();
    why.costliestCall();
    why.repeatedCalls();
    why.contextGrowth();
    return List.copyOf(why.findings);
  }

  private void firstError() {
    spans(run::failed)
        .filter(i -> IntStream.range(i + 1, run.end(i)).noneMatch(run::failed))
        .boxed()
        .min(Comparator.comparingLong(this::end).thenComparing(i -> i))
        .ifPresent(this::addFirstError);
  }

  private void addFirstError(int error) {
    List<Integer> chain = new ArrayList<>();
    int at = error;
    while (at >= 0 && run.failed(at)) {
      chain.add(at);
      at = run.parent(at);
    }
    String what = called(error) + " failed after " + Figures.duration(run.durationNanos(error));
    String why =
        Optional.ofNullable(run.errorMessage(error))
            .or(() -> Optional.ofNullable(run.errorType(error)))
            .map(message -> ": " + oneLine(message))
            .orElse("");
    String then = at >= 0 ? "; " + called(at) + " went on" : "";
    findings.add(new Finding(Type.FIRST_ERROR, what + why + then, List.copyOf(chain)));
  }

  private void unended() {
    state(Type.HANGING, run::hanging, "runs much longer than its like: ");
    state(Type.RUNNING, i -> run.running(i) && !run.hanging(i), "has not ended: ");
    state(
        Type.ABANDONED,
        i -> run.status(i).equals("ABANDONED"),
        "never ended, its process is gone: ");
  }

  /** The deepest first: it is what the others wait for. */
  private void state(Type type, IntPredicate which, String text) {
    List<Integer> spans =
        spans(which)
            .boxed()
            .sorted(Comparator.comparingInt(run::depth).reversed().thenComparing(i -> i))
            .limit(20)
            .toList();
    if (!spans.isEmpty()) {
      int first = spans.get(0);
      String others = spans.size() > 1 ? " (and " + (spans.size() - 1) + " more)" : "";
      findings.add(
          new Finding(
              type,
              text
                  + called(first)
                  + " since "
                  + Figures.duration(run.durationNanos(first))
                  + others,
              spans));
    }
  }

  /** Of the spans on the critical path, the one that has most time of its own, if that is some. */
  private void slowestPath() {
    spans(run::critical)
        .boxed()
        .max(Comparator.comparingLong(this::own).thenComparing(Comparator.reverseOrder()))
        .ifPresent(this::addSlowestPath);
  }

  private void addSlowestPath(int slowest) {
    List<Integer> path = new ArrayList<>();
    for (int at = slowest; at >= 0; at = run.parent(at)) {
      path.add(at);
    }
    Collections.reverse(path);
    long share = Math.round(100.0 * own(slowest) / Math.max(1, wall(path.get(0))));
    if (share > 0) {
      findings.add(
          new Finding(
              Type.SLOWEST_PATH,
              "%s took %s by itself, %d %% of the run"
                  .formatted(called(slowest), Figures.duration(own(slowest)), share),
              List.copyOf(path)));
    }
  }

  private long wall(int top) {
    return run.durationNanos(top);
  }

  /** Its time without that of its children, which may run at once: never less than none. */
  private long own(int span) {
    long own = run.durationNanos(span);
    long until = run.startNanos(span);
    for (int child = span + 1; child < run.end(span); child = run.end(child)) {
      long from = Math.max(until, run.startNanos(child));
      long to = Math.min(end(span), end(child));
      own -= Math.max(0, to - from);
      until = Math.max(until, to);
    }
    return Math.max(0, own);
  }

  private void costliestCall() {
    Optional<Integer> dearest =
        spans(i -> run.counted(i) && run.costUsd(i) != null)
            .boxed()
            .max(Comparator.comparing(i -> Objects.requireNonNull(run.costUsd(i))));
    if (dearest.isPresent()) {
      int call = dearest.get();
      BigDecimal all = Objects.requireNonNull(run.totals().costUsd());
      findings.add(
          new Finding(
              Type.COSTLIEST_CALL,
              "%s cost %s of %s (%s)"
                  .formatted(
                      called(call),
                      Figures.usd(Objects.requireNonNull(run.costUsd(call))),
                      Figures.usd(all),
                      tokens(call)),
              List.of(call)));
      return;
    }
    spans(i -> run.counted(i) && run.inputTokens(i) > 0)
        .boxed()
        .max(Comparator.comparingLong(i -> run.inputTokens(i) + Math.max(0, run.outputTokens(i))))
        .ifPresent(
            call ->
                findings.add(
                    new Finding(
                        Type.COSTLIEST_CALL,
                        "%s has most tokens (%s); what it cost is not known"
                            .formatted(called(call), tokens(call)),
                        List.of(call))));
  }

  private String tokens(int call) {
    return Figures.tokens(Math.max(0, run.inputTokens(call)))
        + " → "
        + Figures.tokens(Math.max(0, run.outputTokens(call)))
        + " tokens";
  }

  private void repeatedCalls() {
    Repeats.of(run).stream()
        .filter(group -> group.count() >= REPEATS)
        .sorted(Comparator.comparingInt(Repeats.Group::count).reversed())
        .limit(5)
        .forEach(
            group ->
                findings.add(
                    new Finding(
                        Type.REPEATED_CALLS,
                        "%s was called %d times in a row with the same input"
                            .formatted(called(group.first()), group.count()),
                        group.spans())));
  }

  private void contextGrowth() {
    Map<Integer, List<Integer>> conversations = new LinkedHashMap<>();
    spans(i -> run.kind(i).equals("LLM") && run.inputTokens(i) > 0)
        .forEach(
            i -> conversations.computeIfAbsent(Owners.of(run, i), o -> new ArrayList<>()).add(i));
    for (List<Integer> calls : conversations.values()) {
      int first = calls.get(0);
      int last = calls.get(calls.size() - 1);
      if (calls.size() >= GROWING_CALLS && run.inputTokens(last) >= 2 * run.inputTokens(first)) {
        String of = Owners.of(run, first) < 0 ? "" : " of " + run.name(Owners.of(run, first));
        findings.add(
            new Finding(
                Type.CONTEXT_GROWTH,
                "the context%s grew from %s to %s tokens over %d calls"
                    .formatted(
                        of,
                        Figures.tokens(run.inputTokens(first)),
                        Figures.tokens(run.inputTokens(last)),
                        calls.size()),
                List.of(last, first)));
      }
    }
  }

  private IntStream spans(IntPredicate which) {
    return IntStream.range(0, run.size()).filter(which);
  }

  private long end(int i) {
    return run.startNanos(i) + run.durationNanos(i);
  }

  private String called(int i) {
    return run.name(i) + " (" + (i + 1) + ")";
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
