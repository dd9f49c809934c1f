// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Reads several databases as one: what is in any of them is found, and says where. Each call asks
 * them one after the other, one connection at a time. Immutable and thread-safe.
 *
 * <p>A database that does not answer hides nothing silently: a list has what the others say and
 * names it ({@link RoutedPage#missing}); a trace, a span or scores that one of the others has are
 * answered; what none of the others has fails with a {@link TraceSchemaException} that names it,
 * because it may be there.
 */
public final class TraceReaders {
  private static final Comparator<Routed<TraceRow>> NEWEST_FIRST =
      Comparator.<Routed<TraceRow>, Instant>comparing(trace -> trace.value().startTime())
          .thenComparing(trace -> trace.value().traceId())
          .reversed()
          .thenComparing(Routed::route);

  private static final Comparator<Routed<ScoreRow>> BY_NAME =
      Comparator.<Routed<ScoreRow>, String>comparing(score -> score.value().name())
          .thenComparing(score -> Objects.requireNonNull(created(score)));

  private final Map<String, TraceReader> byRoute;

  private TraceReaders(Map<String, TraceReader> byRoute) {
    this.byRoute = byRoute;
  }

  /**
   * Of these databases.
   *
   * @param readers by the names that what is read shall say; copied
   */
  public static TraceReaders over(Map<String, TraceReader> readers) {
    return new TraceReaders(Collections.unmodifiableMap(new LinkedHashMap<>(readers)));
  }

  /** The single readers, by the names of their databases. */
  public Map<String, TraceReader> byRoute() {
    return byRoute;
  }

  /**
   * A page of traces of all databases, newest first; of the same time, by their ids as in a single
   * database, then by the routes' names. The cursor holds while traces, and databases, come and go.
   * A trace of which several databases have spans is listed once for each.
   */
  public RoutedPage list(TraceQuery query) {
    List<Routed<TraceRow>> traces = new ArrayList<>();
    Answers<TracePage> pages = ask((route, reader) -> reader.list(query.in(route)));
    boolean more = false;
    for (Routed<TracePage> page : pages.given()) {
      page.value().traces().forEach(trace -> traces.add(new Routed<>(page.route(), trace)));
      more |= page.value().next() != null;
    }
    traces.sort(NEWEST_FIRST);
    more |= traces.size() > query.limit();
    List<Routed<TraceRow>> page = traces.subList(0, Math.min(query.limit(), traces.size()));
    return new RoutedPage(page, more ? cursor(page.get(page.size() - 1)) : null, pages.missing());
  }

  private static String cursor(Routed<TraceRow> last) {
    return TraceCursor.of(last.value(), last.route()).toString();
  }

  /**
   * A trace with its spans, as {@link TraceReader#trace} has it, from each database that has any of
   * them: mostly one, several where processes have routed it differently or a route was removed
   * while it ran.
   *
   * @throws TraceSchemaException where none that answers has it, and some do not answer
   */
  public List<Routed<TraceTree>> trace(String traceId) {
    return found((route, reader) -> reader.trace(traceId).stream().toList());
  }

  /**
   * One span with its content, from the first database that has it.
   *
   * @throws TraceSchemaException where none that answers has it, and some do not answer
   */
  public Optional<Routed<SpanRow>> span(String traceId, String spanId) {
    return found((route, reader) -> reader.span(traceId, spanId).stream().toList()).stream()
        .findFirst();
  }

  /**
   * The judgements of a trace in all databases, as {@link TraceReader#scores} orders them.
   *
   * @throws TraceSchemaException where none that answers has any, and some do not answer
   */
  public List<Routed<ScoreRow>> scores(String traceId) {
    return found((route, reader) -> reader.scores(traceId)).stream().sorted(BY_NAME).toList();
  }

  private static @Nullable Instant created(Routed<ScoreRow> score) {
    return score.value().get(ScoreColumns.CREATED_AT);
  }

  private <T> List<Routed<T>> found(BiFunction<String, TraceReader, List<T>> question) {
    Answers<List<T>> answers = ask(question);
    List<Routed<T>> found = new ArrayList<>();
    for (Routed<List<T>> answer : answers.given()) {
      answer.value().forEach(value -> found.add(new Routed<>(answer.route(), value)));
    }
    if (found.isEmpty()) {
      requireNone(answers.missing());
    }
    return found;
  }

  static void requireNone(Map<String, String> missing) {
    if (!missing.isEmpty()) {
      throw new TraceSchemaException(
          missing.entrySet().stream()
              .map(one -> "route '%s' does not answer: %s".formatted(one.getKey(), one.getValue()))
              .collect(Collectors.joining("; ")));
    }
  }

  /** What those said that answered, and why the others did not. */
  private record Answers<T>(List<Routed<T>> given, Map<String, String> missing) {}

  private <T> Answers<T> ask(BiFunction<String, TraceReader, T> question) {
    List<Routed<T>> given = new ArrayList<>();
    Map<String, String> missing = new LinkedHashMap<>();
    byRoute.forEach(
        (route, reader) -> {
          try {
            given.add(new Routed<>(route, question.apply(route, reader)));
          } catch (TraceSchemaException | QueryTimeoutException e) {
            missing.put(route, String.valueOf(e.getMessage()));
          } catch (JdbiException e) {
            missing.put(route, FailureSummary.of(e).line());
          }
        });
    return new Answers<>(given, missing);
  }
}
