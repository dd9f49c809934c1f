// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One column of {@code agent_spans} or {@code agent_traces}, with the Java type of its values. The
 * constants are in {@link SpanColumns} and {@link TraceColumns}; there are no others.
 *
 * @param <T> the type of a value: {@code String} (text and JSON), {@code Long}, {@code Double},
 *     {@code BigDecimal}, {@code Boolean}, {@code Instant}, {@code UUID}, or a {@code List} of
 *     strings or UUIDs
 */
public final class Column<T> {
  /**
   * Ids and names that are indexed are cut at this many characters: an index row must stay below
   * 2,704 bytes.
   */
  static final int ID_CHARS = 256;

  private final String name;
  private final int index;
  private final ColumnType type;

  private Column(String name, int index, ColumnType type) {
    this.name = name;
    this.index = index;
    this.type = type;
  }

  /** The column's name in SQL, the same in every dialect. */
  public String name() {
    return name;
  }

  int index() {
    return index;
  }

  ColumnType type() {
    return type;
  }

  /**
   * A value that was stored for this column, with its type again: rows are filled through typed
   * setters only.
   */
  @SuppressWarnings("unchecked")
  @Nullable T cast(@Nullable Object value) {
    return (T) value;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Gives out the columns of one table in the order of their declaration. */
  static final class Table {
    private final List<Column<?>> columns = new ArrayList<>();

    Column<String> id(String name) {
      return add(name, ColumnType.ID);
    }

    Column<String> text(String name) {
      return add(name, ColumnType.TEXT);
    }

    Column<String> json(String name) {
      return add(name, ColumnType.JSON);
    }

    Column<String> jsonb(String name) {
      return add(name, ColumnType.JSONB);
    }

    Column<List<String>> texts(String name) {
      return add(name, ColumnType.TEXT_LIST);
    }

    Column<UUID> uuid(String name) {
      return add(name, ColumnType.UUID);
    }

    Column<List<UUID>> uuids(String name) {
      return add(name, ColumnType.UUID_LIST);
    }

    Column<Long> smallint(String name) {
      return add(name, ColumnType.SHORT);
    }

    Column<Long> integer(String name) {
      return add(name, ColumnType.INTEGER);
    }

    Column<Long> bigint(String name) {
      return add(name, ColumnType.LONG);
    }

    Column<Double> real(String name) {
      return add(name, ColumnType.DOUBLE);
    }

    Column<BigDecimal> decimal(String name) {
      return add(name, ColumnType.DECIMAL);
    }

    Column<Boolean> bool(String name) {
      return add(name, ColumnType.BOOLEAN);
    }

    Column<Instant> instant(String name) {
      return add(name, ColumnType.INSTANT);
    }

    /** What has been declared so far. */
    List<Column<?>> columns() {
      return List.copyOf(columns);
    }

    private <T> Column<T> add(String name, ColumnType type) {
      Column<T> column = new Column<>(name, columns.size(), type);
      columns.add(column);
      return column;
    }
  }
}
