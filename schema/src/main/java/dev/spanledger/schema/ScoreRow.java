// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code agent_scores}: a judgement of a step, a run or a session. A value for each of
 * {@link ScoreColumns}, or null. Immutable; storable by construction, as {@link SpanRow}.
 */
public final class ScoreRow {
  private final @Nullable Object[] values;

  private ScoreRow(@Nullable Object[] values) {
    this.values = values;
  }

  /**
   * Begins a score. Its id follows from who judges and which of its judgements it is: written
   * again, it is the same row.
   *
   * @param judge the ids of the span that judges, or within which somebody did
   * @param name what is judged, for instance {@code relevance}
   * @param position tells apart what one span says under one name
   */
  public static Builder builder(String judge, String name, long position) {
    String key = judge + "/" + name + "/" + position;
    return new Builder(new @Nullable Object[ScoreColumns.ALL.size()])
        .set(ScoreColumns.SCORE_ID, UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)))
        .set(ScoreColumns.NAME, name);
  }

  /** A row as a database has it. */
  static ScoreRow read(@Nullable Object[] values) {
    return new ScoreRow(values);
  }

  /** The column's value, or null where the score has none. */
  public <T> @Nullable T get(Column<T> column) {
    return column.cast(values[column.index()]);
  }

  /** The same whenever the same judgement is written. */
  UUID id() {
    return Objects.requireNonNull(get(ScoreColumns.SCORE_ID));
  }

  /** What is judged. */
  public String name() {
    return Objects.requireNonNull(get(ScoreColumns.NAME));
  }

  /** Of the trace that is judged, or that the judged step is part of. */
  public String traceId() {
    return Objects.requireNonNull(get(ScoreColumns.TRACE_ID));
  }

  /** The score as part of a session, where it does not say that itself. */
  ScoreRow inSession(@Nullable String sessionId) {
    if (sessionId == null || get(ScoreColumns.SESSION_ID) != null) {
      return this;
    }
    return new Builder(values.clone()).set(ScoreColumns.SESSION_ID, sessionId).build();
  }

  @Override
  public String toString() {
    return "ScoreRow[" + name() + "=" + get(ScoreColumns.VALUE) + " of " + traceId() + "]";
  }

  /** Collects a score's values. Not thread-safe. */
  public static final class Builder {
    private final @Nullable Object[] values;

    private Builder(@Nullable Object[] values) {
      this.values = values;
    }

    /** Sets the value, repaired where a database would refuse it; null clears it. */
    public <T> Builder set(Column<T> column, @Nullable T value) {
      values[column.index()] = value == null ? null : Storable.of(column, value, TextMemory.NONE);
      return this;
    }

    /**
     * The score.
     *
     * @throws IllegalStateException without a trace id
     */
    public ScoreRow build() {
      if (values[ScoreColumns.TRACE_ID.index()] == null) {
        throw new IllegalStateException("a score needs the trace that it is of");
      }
      return new ScoreRow(values.clone());
    }
  }
}
