// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what a picture of a trace needs of each span: who it is and below whom, when, how it ended,
 * which agent, model and tool, tokens and cost, and the beginning of what it was given. What failed
 * without an exception has its status' description as error message. Times are {@code
 * start_unix_nano} and {@code end_unix_nano}; {@code start_time} and {@code end_time} are null but
 * for spans whose clock was wrong, whose nanoseconds mean nothing.
 */
final class SpanOutline {
  /** A statement's worth of rows: a few megabytes in memory. */
  private static final int PAGE = 2_000;

  /** Of a message that tells what went wrong: enough for a line on a screen. */
  private static final int ERROR_CHARS = 300;

  static final List<Column<?>> COLUMNS =
      List.of(
          SpanColumns.SPAN_ID,
          SpanColumns.PARENT_SPAN_ID,
          SpanColumns.NAME,
          SpanColumns.KIND,
          SpanColumns.STATUS,
          SpanColumns.START_UNIX_NANO,
          SpanColumns.END_UNIX_NANO,
          SpanColumns.START_TIME,
          SpanColumns.END_TIME,
          SpanColumns.ERROR_TYPE,
          SpanColumns.ERROR_MESSAGE,
          SpanColumns.RETRY_COUNT,
          SpanColumns.AGENT_NAME,
          SpanColumns.MODEL,
          SpanColumns.TOOL_NAME,
          SpanColumns.TOOL_CALL_ID,
          SpanColumns.INPUT_TOKENS,
          SpanColumns.OUTPUT_TOKENS,
          SpanColumns.TOTAL_TOKENS,
          SpanColumns.CACHE_READ_TOKENS,
          SpanColumns.REASONING_TOKENS,
          SpanColumns.COST_USD,
          SpanColumns.USAGE_COUNTED,
          SpanColumns.INPUT_PREVIEW);

  private final Database database;

  SpanOutline(Database database) {
    this.database = database;
  }

  /** On one connection, however many pages there are. */
  void read(TraceRow trace, Consumer<SpanRow> each) {
    SpanPages pages =
        new SpanPages(database.dialect(), trace, COLUMNS, PAGE)
            .as(names(database.dialect(), COLUMNS));
    Opening.explain(
        () ->
            database.run(
                connection -> {
                  pages.read(connection, page -> page.forEach(each));
                  return true;
                }));
  }

  /** In SQL, with what an outline reads of a column in its place. */
  static String names(Dialect dialect, List<Column<?>> columns) {
    Sight sight = dialect.sight();
    return columns.stream().map(column -> column(sight, column)).collect(Collectors.joining(", "));
  }

  private static String column(Sight sight, Column<?> column) {
    if (column.equals(SpanColumns.ERROR_MESSAGE)) {
      return message(sight);
    }
    if (sight.hides("agent_spans", column)) {
      return Sight.nothing(column);
    }
    boolean isTime = column.equals(SpanColumns.START_TIME) || column.equals(SpanColumns.END_TIME);
    return isTime
        ? "CASE WHEN time_repaired THEN %1$s END AS %1$s".formatted(column.name())
        : column.name();
  }

  /** Of what says why a span failed, the first that the role may read. */
  private static String message(Sight sight) {
    String seen =
        Stream.of(SpanColumns.ERROR_MESSAGE, SpanColumns.STATUS_MESSAGE)
            .filter(column -> !sight.hides("agent_spans", column))
            .map(Column::name)
            .collect(Collectors.joining(", "));
    return "substr(coalesce(%s), 1, %d) AS %s"
        .formatted(
            seen.isEmpty() ? "NULL, NULL" : seen + ", NULL",
            ERROR_CHARS,
            SpanColumns.ERROR_MESSAGE.name());
  }
}
