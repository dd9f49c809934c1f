// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code agent_spans}: a value for each of {@link SpanColumns}, and for each column that
 * users have added, or null. Immutable.
 *
 * <p>A row is storable by construction: text that a database refuses (NUL, lone surrogates, broken
 * or too deep JSON, numbers out of range) is repaired when it is set, and {@link #repairs()} counts
 * how often that was needed.
 */
public final class SpanRow {
  /**
   * What a tree needs of each span: everything but the payloads, which one span alone may have
   * megabytes of.
   */
  static final List<Column<?>> WITHOUT_CONTENT =
      SpanColumns.STORED.stream()
          .filter(column -> column.type() != ColumnType.JSON && !column.equals(SpanColumns.EVENTS))
          .collect(Collectors.toUnmodifiableList());

  private final SpanValues values;
  private final List<ScoreRow> scores;
  private final int repairs;
  private final boolean settled;

  /** Found out while the row was made, where its texts are remembered. */
  private final @Nullable MessageList prompt;

  SpanRow(SpanValues values, List<ScoreRow> scores, int repairs, boolean settled) {
    this.values = values;
    this.scores = scores;
    this.repairs = repairs;
    this.settled = settled;
    this.prompt = null;
  }

  /** The same row, but for what is given. */
  private SpanRow(SpanRow row, SpanValues values, boolean settled, @Nullable MessageList prompt) {
    this.values = values;
    this.scores = row.scores;
    this.repairs = row.repairs;
    this.settled = settled;
    this.prompt = prompt;
  }

  public static Builder builder() {
    return builder(TextMemory.NONE);
  }

  /** A builder that need not look again at long texts that were looked at lately. */
  public static Builder builder(TextMemory memory) {
    return new Builder(SpanValues.none(), List.of(), 0, memory);
  }

  /** The row that a result set is at. */
  static SpanRow read(Dialect dialect, ResultSet rows, List<Column<?>> columns)
      throws SQLException {
    return new SpanRow(SpanValues.read(dialect, rows, columns), List.of(), 0, false);
  }

  /** This row with other values of our columns, of which nothing need be repaired. */
  SpanRow withValues(@Nullable Object[] others) {
    return new SpanRow(this, values.with(others), settled, prompt);
  }

  /**
   * The messages that the input consists of; null where it does not, or there is none. A tool's
   * arguments are none, whatever they look like.
   *
   * @param memory what is known of long texts, where the row was made without
   */
  @Nullable MessageList prompt(TextMemory memory) {
    String input = get(SpanColumns.INPUT);
    if (input == null || kind().equals("TOOL")) {
      return null;
    }
    return prompt == null ? MessageList.of(input, memory) : prompt;
  }

  /** A copy of all values of our columns, by the index of these. */
  @Nullable Object[] values() {
    return values.ours();
  }

  /** The column's value, or null where the span has none. */
  public <T> @Nullable T get(Column<T> column) {
    return values.get(column);
  }

  /** The values of columns that users have added, as far as it has any. */
  public Map<Column<?>, Object> added() {
    return values.added();
  }

  /** 32 lower-case hex digits. */
  public String traceId() {
    return required(SpanColumns.TRACE_ID);
  }

  /** 16 lower-case hex digits. */
  public String spanId() {
    return required(SpanColumns.SPAN_ID);
  }

  /** Null for a root. */
  public @Nullable String parentSpanId() {
    return get(SpanColumns.PARENT_SPAN_ID);
  }

  public String name() {
    return required(SpanColumns.NAME);
  }

  /** AGENT, LLM, TOOL, RETRIEVAL and so on; OTHER where nothing says what the span does. */
  public String kind() {
    return required(SpanColumns.KIND);
  }

  /** UNSET, OK, ERROR, CANCELLED or ABANDONED. */
  public String status() {
    return required(SpanColumns.STATUS);
  }

  public Instant startTime() {
    return required(SpanColumns.START_TIME);
  }

  public Instant endTime() {
    return required(SpanColumns.END_TIME);
  }

  /** Milliseconds, with the precision of the recorded nanoseconds. */
  public double durationMs() {
    return required(SpanColumns.DURATION_MS);
  }

  /**
   * Judgements that the span makes, or that were made within it. They have a table of their own.
   */
  public List<ScoreRow> scores() {
    return scores;
  }

  /** How many values had to be repaired before any database would take them. */
  public int repairs() {
    return repairs;
  }

  /**
   * This row as its relatives decide it, by a writer that knows them all: every span below it has
   * been written before, and every span above it belongs to the same process. The writer takes
   * these values as they are; those of other rows it finds out from the stored trace, which costs
   * reading it.
   *
   * @param usageCounted what {@link UsageRule#counts} says
   * @param selfDurationMs milliseconds in which no direct child ran
   */
  public SpanRow settled(boolean usageCounted, double selfDurationMs) {
    SpanValues decided = values.copy();
    decided.put(SpanColumns.USAGE_COUNTED, usageCounted);
    decided.put(SpanColumns.SELF_DURATION_MS, selfDurationMs);
    return new SpanRow(this, decided, true, prompt);
  }

  /** The same row, of which the values are now known that its trace decides. */
  SpanRow with(SettledSpan span) {
    SpanValues decided = values.copy();
    SettledSpan.DECIDED.forEach(column -> decided.put(column, span.get(column)));
    return new SpanRow(this, decided, settled, prompt);
  }

  /** Whether the writer need not look at the row's relatives. */
  boolean isSettled() {
    return settled;
  }

  /** A builder that starts from this row's values. */
  public Builder toBuilder() {
    return new Builder(values.copy(), scores, repairs, TextMemory.NONE);
  }

  @Override
  public String toString() {
    return "SpanRow[" + traceId() + "/" + spanId() + " " + kind() + " " + status() + "]";
  }

  private <T> T required(Column<T> column) {
    return Objects.requireNonNull(get(column), column.name());
  }

  /** Collects a row's values. Not thread-safe. Setting null clears a value. */
  public static final class Builder {
    private final SpanValues values;
    private final TextMemory memory;
    private final Set<Column<?>> fixed = new HashSet<>();
    private List<ScoreRow> scores;
    private int repairs;

    private Builder(SpanValues values, List<ScoreRow> scores, int repairs, TextMemory memory) {
      this.values = values;
      this.memory = memory;
      this.scores = scores;
      this.repairs = repairs;
    }

    /**
     * Sets the value, repaired where a database would refuse it: ids are cut at 256 characters,
     * times at microseconds, numbers at their column's bounds; an unknown status is UNSET, a number
     * that is none is null, and so are tokens and money below zero, and money above 999,999,999. A
     * value that is {@link #fix fixed} stays.
     */
    public <T> Builder set(Column<T> column, @Nullable T value) {
      if (!fixed.isEmpty() && fixed.contains(column)) {
        return this;
      }
      Object storable = value == null ? null : Storable.of(column, value, memory);
      if (!Objects.equals(storable, value)) {
        repairs++;
      }
      values.put(column, storable);
      return this;
    }

    /** Sets the value for good: whatever {@link #set} is called with later, this one stays. */
    public <T> Builder fix(Column<T> column, T value) {
      set(column, value);
      fixed.add(column);
      return this;
    }

    /** Sets all of the span's judgements. */
    public Builder scores(List<ScoreRow> judgements) {
      scores = List.copyOf(judgements);
      return this;
    }

    /** The value set so far. */
    public <T> @Nullable T get(Column<T> column) {
      return values.get(column);
    }

    /**
     * Sets the five time columns and {@code time_repaired}. A start that no clock could mean
     * (before 2000, or more than a day after {@code receivedAt}) is replaced by {@code receivedAt},
     * an end before the start by the start; the nanoseconds are kept as they came.
     *
     * @param startUnixNano nanoseconds since 1970, any value
     * @param endUnixNano nanoseconds since 1970, any value
     * @param receivedAt when the span reached us
     */
    public Builder times(long startUnixNano, long endUnixNano, Instant receivedAt) {
      SpanTimes times = SpanTimes.of(startUnixNano, endUnixNano, receivedAt);
      set(SpanColumns.START_UNIX_NANO, startUnixNano);
      set(SpanColumns.END_UNIX_NANO, endUnixNano);
      set(SpanColumns.START_TIME, times.start());
      set(SpanColumns.END_TIME, times.end());
      set(SpanColumns.DURATION_MS, times.durationMs());
      return set(SpanColumns.TIME_REPAIRED, times.repaired());
    }

    /**
     * The row.
     *
     * @throws IllegalStateException where a column is missing that every span has: ids, name, kind,
     *     status and times
     */
    public SpanRow build() {
      setDefault(SpanColumns.NAME, "");
      setDefault(SpanColumns.KIND, "OTHER");
      setDefault(SpanColumns.OTEL_KIND, "INTERNAL");
      setDefault(SpanColumns.STATUS, "UNSET");
      setDefault(SpanColumns.FLAGS, 0L);
      setDefault(SpanColumns.USAGE_COUNTED, false);
      setDefault(SpanColumns.DROPPED_ATTRIBUTES, 0L);
      require(SpanColumns.TRACE_ID);
      require(SpanColumns.SPAN_ID);
      require(SpanColumns.START_TIME);
      for (SharedContent shared : SharedContent.ALL) {
        set(shared.ref(), ContentId.of(get(shared.content()), memory));
      }
      String session = get(SpanColumns.SESSION_ID);
      List<ScoreRow> judgements = scores.stream().map(s -> s.inSession(session)).toList();
      SpanRow row = new SpanRow(values.copy(), judgements, repairs, false);
      return memory == TextMemory.NONE
          ? row
          : new SpanRow(row, row.values, false, row.prompt(memory));
    }

    private <T> void setDefault(Column<T> column, T value) {
      if (get(column) == null) {
        set(column, value);
      }
    }

    private void require(Column<?> column) {
      if (get(column) == null) {
        throw new IllegalStateException("a span row needs " + column.name());
      }
    }
  }
}
