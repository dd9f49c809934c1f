// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Takes out of spans what was said and leaves the numbers: a few traces at a time, with their own
 * previews.
 */
final class ForgottenContent {
  /** Each trace's row is made anew from its spans. */
  private static final long SPANS = 500;

  /** Errors, names, links and resources stay. */
  private static final List<Column<?>> COLUMNS =
      List.of(
          SpanColumns.INPUT,
          SpanColumns.OUTPUT,
          SpanColumns.INPUT_PREVIEW,
          SpanColumns.OUTPUT_PREVIEW,
          SpanColumns.PROMPT_TEMPLATE,
          SpanColumns.PROMPT_VARIABLES,
          SpanColumns.RETRIEVAL_QUERY,
          SpanColumns.MEMORY_QUERY,
          SpanColumns.INPUT_REFS,
          SpanColumns.OUTPUT_REFS,
          SpanColumns.OUTPUT_FINISH_REASON,
          SpanColumns.INSTRUCTIONS_REF,
          SpanColumns.TOOLS_REF,
          SpanColumns.ATTRIBUTES,
          SpanColumns.ORIGINAL_ATTRIBUTES,
          SpanColumns.ATTRIBUTE_REFS,
          SpanColumns.EVENTS);

  private static final String SAYS_SOMETHING =
      "("
          + COLUMNS.stream()
              .map(column -> "s." + column.name() + " IS NOT NULL")
              .collect(Collectors.joining(" OR "))
          + ")";

  private final Pieces pieces;
  private final ExpirySql expiry;
  private final PurgeCounts counts;

  ForgottenContent(Pieces pieces, ExpirySql expiry, PurgeCounts counts) {
    this.pieces = pieces;
    this.expiry = expiry;
    this.counts = counts;
  }

  /**
   * Of expired traces that ended at a time or later, or were written to since another.
   *
   * @return the days whose spans have lost something
   */
  Set<LocalDate> run(Instant endedSince, Instant writtenSince) throws SQLException {
    Dialect dialect = pieces.dialect();
    String which =
        "(t.end_time >= %s OR t.updated_at >= %s) AND EXISTS (SELECT 1 FROM %s s WHERE s.trace_id = t.trace_id AND s.start_time BETWEEN t.start_time AND t.end_time AND %s)"
            .formatted(
                dialect.literal(endedSince),
                dialect.literal(writtenSince),
                dialect.table("agent_spans"),
                SAYS_SOMETHING);
    ExpiredTraces traces = new ExpiredTraces(pieces, expiry, which, SPANS);
    Set<LocalDate> days = new TreeSet<>();
    for (List<ExpiredTraces.Trace> batch = traces.next(); !batch.isEmpty(); batch = traces.next()) {
      List<ExpiredTraces.Trace> found = batch;
      Optional<Integer> spans =
          pieces.write(
              connection ->
                  StaleHours.marking(
                      dialect, connection, stale -> forget(connection, traces, found, stale)));
      if (spans.isEmpty()) {
        counts.left(
            "contents of " + found.get(0).endTime() + " and later: their traces are in use");
      }
      counts.addForgotten(spans.orElse(0));
      found.forEach(trace -> days.addAll(trace.days()));
    }
    return days;
  }

  private int forget(
      Connection connection,
      ExpiredTraces traces,
      List<ExpiredTraces.Trace> batch,
      StaleHours stale)
      throws SQLException {
    List<ExpiredTraces.Trace> locked = traces.lock(connection, batch);
    if (locked.isEmpty()) {
      return 0;
    }
    List<String> ids = ExpiredTraces.ids(locked);
    String nothing =
        COLUMNS.stream().map(column -> column.name() + " = NULL").collect(Collectors.joining(", "));
    int spans =
        Pieces.execute(
            connection,
            "UPDATE %s AS s SET %s WHERE %s AND %s AND s.trace_id IN %s"
                .formatted(
                    pieces.dialect().table("agent_spans"),
                    nothing,
                    ExpiredTraces.times(pieces.dialect(), locked),
                    SAYS_SOMETHING,
                    Pieces.in(ids)),
            ids);
    for (String id : ids) {
      new Repair(pieces.dialect(), connection, stale, id).run();
    }
    return spans;
  }
}
