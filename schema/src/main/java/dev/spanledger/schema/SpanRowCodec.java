// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SpanRow} as bytes, for rows that wait on disk, and back again. Rows come back equal,
 * scores and added columns included.
 *
 * <p>A value stands beside the hash of its column's name, so that another version can read it:
 * columns that it does not know, or that hold something else there, are left out.
 */
public final class SpanRowCodec {
  /** Of the form of the bytes, not of the columns. */
  private static final int VERSION = 1;

  private static final Map<Integer, Column<?>> SPAN = byHash(SpanColumns.ALL);
  private static final Map<Integer, Column<?>> SCORE = byHash(ScoreColumns.ALL);

  private SpanRowCodec() {}

  /** The row as bytes. */
  public static byte[] encode(SpanRow row) {
    RowOutput out = new RowOutput();
    out.octet(VERSION);
    out.octet(row.isSettled() ? 1 : 0);
    out.number(row.repairs());
    write(out, SpanColumns.ALL, row::get);
    writeAdded(out, row.added());
    out.number(row.scores().size());
    row.scores().forEach(score -> write(out, ScoreColumns.ALL, score::get));
    return out.toByteArray();
  }

  /**
   * The row again.
   *
   * @param from where it begins; it ends with the array
   * @throws IllegalArgumentException for bytes that are no row, or of a newer version
   */
  public static SpanRow decode(byte[] bytes, int from) {
    RowInput in = new RowInput(bytes, from);
    int version = in.octet();
    if (version != VERSION) {
      throw new IllegalArgumentException("a row of version " + version + " cannot be read");
    }
    boolean settled = in.octet() != 0;
    int repairs = (int) in.number();
    SpanValues values = SpanValues.none();
    read(in, SPAN, values::put);
    readAdded(in, values);
    SpanRow row = new SpanRow(values, scores(in), repairs, settled);
    require(in.isAtEnd());
    require(row.get(SpanColumns.TRACE_ID) != null);
    require(row.get(SpanColumns.SPAN_ID) != null);
    require(row.get(SpanColumns.START_TIME) != null);
    return row;
  }

  private static void write(
      RowOutput out, List<Column<?>> columns, Function<Column<?>, @Nullable Object> row) {
    int count = 0;
    for (Column<?> column : columns) {
      count += row.apply(column) == null ? 0 : 1;
    }
    out.number(count);
    for (Column<?> column : columns) {
      Object value = row.apply(column);
      if (value != null) {
        out.fourOctets(column.name().hashCode());
        out.value(value);
      }
    }
  }

  private static void read(
      RowInput in, Map<Integer, Column<?>> columns, BiConsumer<Column<?>, Object> row) {
    int count = in.count();
    for (int i = 0; i < count; i++) {
      Column<?> column = columns.get(in.fourOctets());
      Object value = in.value();
      if (column != null && column.valueClass().isInstance(value)) {
        row.accept(column, value);
      }
    }
  }

  private static void writeAdded(RowOutput out, Map<Column<?>, Object> added) {
    out.number(added.size());
    added.forEach(
        (column, value) -> {
          out.text(column.name());
          out.value(value);
        });
  }

  private static void readAdded(RowInput in, SpanValues row) {
    int count = in.count();
    for (int i = 0; i < count; i++) {
      String name = in.text();
      Object value = in.value();
      // Since it was added here, a later version may have got a column of that name.
      if (SpanColumns.named(name) == null) {
        row.put(column(name, value), value);
      }
    }
  }

  private static Column<?> column(String name, Object value) {
    if (value instanceof String) {
      return Column.text(name);
    } else if (value instanceof Long) {
      return Column.bigint(name);
    } else if (value instanceof Double) {
      return Column.doublePrecision(name);
    }
    require(value instanceof Boolean);
    return Column.bool(name);
  }

  private static List<ScoreRow> scores(RowInput in) {
    int count = in.count();
    List<ScoreRow> scores = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      @Nullable Object[] values = new @Nullable Object[ScoreColumns.ALL.size()];
      read(in, SCORE, (column, value) -> values[column.index()] = value);
      ScoreRow score = ScoreRow.read(values);
      require(score.get(ScoreColumns.SCORE_ID) != null);
      require(score.get(ScoreColumns.TRACE_ID) != null);
      scores.add(score);
    }
    return List.copyOf(scores);
  }

  private static void require(boolean fulfilled) {
    if (!fulfilled) {
      throw new IllegalArgumentException("the bytes are no row");
    }
  }

  /** Fails where two names have one hash: then one of them must be another. */
  private static Map<Integer, Column<?>> byHash(List<Column<?>> columns) {
    return columns.stream()
        .collect(
            Collectors.toUnmodifiableMap(column -> column.name().hashCode(), column -> column));
  }
}
