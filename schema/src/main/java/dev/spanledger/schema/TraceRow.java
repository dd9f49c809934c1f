// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code agent_traces}: a value for each of {@link TraceColumns}, or null. Immutable.
 * Rows of the same trace merge, in any order, to the same row.
 */
public final class TraceRow {
  /** A sum that numeric(18,9) cannot hold stops here, rather than the writing of the trace. */
  static final BigDecimal MOST_MONEY = BigDecimal.valueOf(999_999_999L).setScale(9);

  /** The order of UTF-8, in which both databases sort; UTF-16 has another. */
  private static final Comparator<String> BY_CODE_POINT =
      (one, other) -> Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());

  private final @Nullable Object[] values;

  TraceRow(@Nullable Object[] values) {
    this.values = values;
  }

  /** The row that a result set is at. */
  static TraceRow read(Dialect dialect, ResultSet rows) throws SQLException {
    @Nullable Object[] values = new @Nullable Object[TraceColumns.STORED.size()];
    for (Column<?> column : TraceColumns.STORED) {
      values[column.index()] = dialect.read(rows, column);
    }
    return new TraceRow(values);
  }

  /** What follows from all spans of a trace; empty where there are none. */
  static Optional<TraceRow> of(List<SpanRow> trace) {
    return of(trace, UsageTree.settle(trace.stream().map(UsageSpan::of).toList()));
  }

  /** As {@link #of(List)}, of spans that are settled already. */
  static Optional<TraceRow> of(List<SpanRow> trace, List<SettledSpan> settled) {
    UsageTotals totals = UsageTotals.of(settled);
    if (trace.isEmpty()) {
      return Optional.empty();
    }
    TraceSum sum = new TraceSum();
    trace.forEach(sum::add);
    return Optional.of(sum.row().with(totals));
  }

  /** The same where spans of the trace run. */
  static Optional<TraceRow> of(
      List<SpanRow> trace, List<SettledSpan> settled, List<SpanRow> running) {
    return Stream.concat(of(trace, settled).stream(), running.stream().map(TraceSum::running))
        .reduce(TraceRow::merge);
  }

  /** Whether another row of the trace gives all its columns a better value than this one. */
  boolean isOutdoneBy(TraceRow other) {
    return TraceColumns.BEST.stream()
        .mapToInt(TraceColumns::slot)
        .allMatch(slot -> MergeKeys.compare(other.keys(), keys(), slot) <= 0);
  }

  /** The column's value, or null where the trace has none. */
  public <T> @Nullable T get(Column<T> column) {
    return column.cast(values[column.index()]);
  }

  /** 32 lower-case hex digits. */
  public String traceId() {
    return required(TraceColumns.TRACE_ID);
  }

  /** Of the topmost agent or workflow, else of the root. */
  public @Nullable String name() {
    return get(TraceColumns.NAME);
  }

  /** RUNNING while no root has ended, then UNSET, OK, ERROR, CANCELLED or ABANDONED. */
  public String status() {
    return required(TraceColumns.STATUS);
  }

  public Instant startTime() {
    return required(TraceColumns.START_TIME);
  }

  public Instant endTime() {
    return required(TraceColumns.END_TIME);
  }

  /** Milliseconds from the first start to the last end. */
  public double durationMs() {
    return required(TraceColumns.DURATION_MS);
  }

  public long spanCount() {
    return required(TraceColumns.SPAN_COUNT);
  }

  /** Both rows' spans taken together; the rows must be of one trace and have no span in common. */
  TraceRow merge(TraceRow other) {
    @Nullable Object[] merged = new @Nullable Object[values.length];
    for (Column<?> column : TraceColumns.STORED) {
      merged[column.index()] = merged(column, other);
    }
    TraceRow row = new TraceRow(merged);
    row.derive();
    return row;
  }

  /**
   * Without what is summed up: for a span that the trace has counted, or will.
   *
   * @param unsettled whether the trace has to be looked at as a whole because of it
   */
  TraceRow uncounted(boolean unsettled) {
    @Nullable Object[] uncounted = values.clone();
    for (Column<?> column : TraceColumns.STORED) {
      switch (TraceColumns.merge(column)) {
        case SUM -> uncounted[column.index()] = 0L;
        case SUM_OF_KNOWN -> uncounted[column.index()] = null;
        default -> {}
      }
    }
    uncounted[TraceColumns.UNSETTLED.index()] = unsettled;
    TraceRow row = new TraceRow(uncounted);
    row.derive();
    return row;
  }

  /** The same trace with what its spans say together about its usage. */
  TraceRow with(UsageTotals totals) {
    @Nullable Object[] settled = values.clone();
    for (Column<?> column : UsageTotals.COLUMNS) {
      settled[column.index()] = totals.get(column);
    }
    return new TraceRow(settled);
  }

  /** Sets, while the row is being made, the columns that follow from others. */
  void derive() {
    values[TraceColumns.STATUS.index()] = derivedStatus();
    values[TraceColumns.HANDLED_ERRORS.index()] = derivedHandledErrors();
    values[TraceColumns.DURATION_MS.index()] = derivedDuration();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TraceRow row
        && TraceColumns.OF_SPANS.stream()
            .allMatch(column -> Objects.equals(get(column), row.get(column)));
  }

  @Override
  public int hashCode() {
    return traceId().hashCode();
  }

  /** Every public column with its value. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("TraceRow[");
    for (Column<?> column : TraceColumns.PUBLIC) {
      text.append(column).append('=').append(get(column)).append(' ');
    }
    return text.append(']').toString();
  }

  private @Nullable Object merged(Column<?> column, TraceRow other) {
    Object mine = get(column);
    Object theirs = other.get(column);
    return switch (TraceColumns.merge(column)) {
      case KEY -> mine;
      case LEAST -> compare(mine, theirs) <= 0 ? mine : theirs;
      case GREATEST -> compare(mine, theirs) >= 0 ? mine : theirs;
      case SUM -> (Long) present(mine) + (Long) present(theirs);
      case SUM_OF_KNOWN -> sumOfKnown((BigDecimal) mine, (BigDecimal) theirs);
      case UNION -> union((Collection<?>) mine, (Collection<?>) theirs);
      case BEST -> isBest(column, other) ? mine : theirs;
      case WITH_NAME -> isBest(TraceColumns.NAME, other) ? mine : theirs;
      case WORST -> Statuses.worse((String) mine, (String) theirs);
      case KEYS -> MergeKeys.smaller(keys(), other.keys());
      case OR -> (Boolean) present(mine) || (Boolean) present(theirs);
      case STATUS, HANDLED, DURATION -> null;
    };
  }

  private boolean isBest(Column<?> column, TraceRow other) {
    return MergeKeys.compare(keys(), other.keys(), TraceColumns.slot(column)) <= 0;
  }

  private String keys() {
    return required(TraceColumns.MERGE_KEYS);
  }

  /** What a run that ended well got over. */
  private Long derivedHandledErrors() {
    boolean handled = Statuses.ENDED_WELL.contains(status());
    return handled ? required(TraceColumns.ERROR_COUNT) : 0L;
  }

  private @Nullable String derivedStatus() {
    return Statuses.ofTrace(get(TraceColumns.ROOT_STATUS), get(TraceColumns.NAMED_STATUS));
  }

  private Double derivedDuration() {
    Duration duration = Duration.between(startTime(), endTime());
    return (duration.getSeconds() * 1_000_000 + duration.getNano() / 1_000) / 1e3;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static int compare(@Nullable Object one, @Nullable Object other) {
    return ((Comparable) present(one)).compareTo(present(other));
  }

  static @Nullable BigDecimal sumOfKnown(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    return one == null ? other : other == null ? one : one.add(other).min(MOST_MONEY);
  }

  /** Sorted; null where there is none. */
  static @Nullable List<String> union(@Nullable Collection<?> one, @Nullable Collection<?> other) {
    TreeSet<String> distinct = new TreeSet<>(BY_CODE_POINT);
    for (Collection<?> values : Arrays.asList(one, other)) {
      if (values != null) {
        values.forEach(value -> distinct.add((String) value));
      }
    }
    return distinct.isEmpty() ? null : List.copyOf(distinct);
  }

  private <T> T required(Column<T> column) {
    return Objects.requireNonNull(get(column), column.name());
  }

  private static Object present(@Nullable Object value) {
    return Objects.requireNonNull(value);
  }
}
