// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rules of {@link Merge} as the SET list of an upsert: {@code t} is the row that is there,
 * {@code excluded} the one that comes. {@link TraceRow#merge} says the same in Java, and a test
 * holds the two together.
 */
final class TraceUpsert {
  /** What has another name in each dialect. */
  record Words(String least, String greatest, Function<String, String> union, String durationMs) {}

  private final Words words;

  TraceUpsert(Words words) {
    this.words = words;
  }

  /** {@code ON CONFLICT … DO UPDATE SET …}. */
  String clause(String now) {
    String merged =
        TraceColumns.STORED.stream()
            .filter(column -> TraceColumns.merge(column) != Merge.KEY)
            .map(column -> column.name() + " = " + merged(column))
            .collect(Collectors.joining(",\n  "));
    return "ON CONFLICT (trace_id) DO UPDATE SET\n  " + merged + ",\n  updated_at = " + now;
  }

  private String merged(Column<?> column) {
    String mine = "t." + column.name();
    String theirs = "excluded." + column.name();
    return switch (TraceColumns.merge(column)) {
      case KEY -> mine;
      case LEAST -> least(mine, theirs);
      case GREATEST -> words.greatest + "(" + mine + ", " + theirs + ")";
      case SUM -> mine + " + " + theirs;
      case SUM_OF_KNOWN -> sumOfKnown(mine, theirs);
      case UNION -> words.union.apply(column.name());
      case BEST -> ofBest(column, column);
      case WITH_NAME -> ofBest(TraceColumns.NAME, column);
      case WORST -> worst(List.of(mine, theirs));
      case KEYS -> smallerKeys();
      case OR -> "(" + mine + " OR " + theirs + ")";
      case STATUS -> status();
      case HANDLED -> handledErrors();
      case DURATION ->
          words.durationMs.formatted(
              least("t.start_time", "excluded.start_time"),
              words.greatest + "(t.end_time, excluded.end_time)");
    };
  }

  /** Rounded to what PostgreSQL stores: sums of SQLite's doubles would tell their order. */
  private static String sumOfKnown(String mine, String theirs) {
    return "CASE WHEN %1$s + %2$s > %3$s THEN %3$s ELSE coalesce(round(%1$s + %2$s, 9), %1$s, %2$s) END"
        .formatted(mine, theirs, TraceRow.MOST_MONEY);
  }

  private String least(String mine, String theirs) {
    return words.least + "(" + mine + ", " + theirs + ")";
  }

  /** Of equal keys, which are one span's, the newer: the span was amended since. */
  private static String ofBest(Column<?> slotOf, Column<?> column) {
    int slot = TraceColumns.slot(slotOf);
    return "CASE WHEN %s <= %s THEN excluded.%s ELSE t.%s END"
        .formatted(key("excluded", slot), key("t", slot), column.name(), column.name());
  }

  private String smallerKeys() {
    return IntStream.range(0, TraceColumns.BEST.size())
        .mapToObj(slot -> least(key("t", slot), key("excluded", slot)))
        .collect(Collectors.joining(" || "));
  }

  private static String key(String row, int slot) {
    return "substr(%s.merge_keys, %d, %d)"
        .formatted(row, slot * MergeKeys.WIDTH + 1, MergeKeys.WIDTH);
  }

  private static String handledErrors() {
    return "CASE WHEN %s IN ('%s') THEN t.error_count + excluded.error_count ELSE 0 END"
        .formatted(status(), String.join("', '", Statuses.ENDED_WELL));
  }

  private static String status() {
    String named = "(" + ofBest(TraceColumns.NAME, TraceColumns.NAMED_STATUS) + ")";
    return "CASE WHEN coalesce(t.root_status, excluded.root_status) IS NULL THEN '"
        + Statuses.RUNNING
        + "' ELSE "
        + worst(List.of("t.root_status", "excluded.root_status", named))
        + " END";
  }

  private static String worst(List<String> statuses) {
    String among = " IN (" + String.join(", ", statuses) + ")";
    return Statuses.WORST_FIRST.stream()
        .map(status -> "WHEN '" + status + "'" + among + " THEN '" + status + "'")
        .collect(Collectors.joining(" ", "CASE ", " END"));
  }
}
