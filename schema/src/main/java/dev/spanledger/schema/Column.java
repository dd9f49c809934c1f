// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One column of {@code agent_spans} or {@code agent_traces}, with the Java type of its values. Ours
 * are the constants of {@link SpanColumns} and {@link TraceColumns}; further ones of {@code
 * agent_spans} are made by {@link #text}, {@link #bigint}, {@link #doublePrecision} and {@link
 * #bool}, and are equal where name and type are. Immutable.
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

  /** The index of a column that users add: rows hold its value beside those of ours. */
  private static final int ADDED = -1;

  private final String name;
  private final int index;
  private final ColumnType type;

  private Column(String name, int index, ColumnType type) {
    this.name = name;
    this.index = index;
    this.type = type;
  }

  /**
   * A column of one's own, of type {@code text}. It may be indexed: longer values are cut at 256
   * characters.
   *
   * @param name of 1 to 63 lower-case letters, digits and underscores, the first a letter. A prefix
   *     of one's own keeps it apart from columns that {@code agent_spans} gets later
   * @throws IllegalArgumentException for another name, and for one that is taken
   */
  public static Column<String> text(String name) {
    return added(name, ColumnType.ID);
  }

  /** A column of one's own, of type {@code bigint}; in SQLite {@code INTEGER}. As {@link #text}. */
  public static Column<Long> bigint(String name) {
    return added(name, ColumnType.LONG);
  }

  /**
   * A column of one's own, of type {@code double precision}; in SQLite {@code REAL}. Holds finite
   * numbers only. As {@link #text}.
   */
  public static Column<Double> doublePrecision(String name) {
    return added(name, ColumnType.DOUBLE);
  }

  /** A column of one's own, of type {@code boolean}; in SQLite 0 and 1. As {@link #text}. */
  public static Column<Boolean> bool(String name) {
    return added(name, ColumnType.BOOLEAN);
  }

  private static <T> Column<T> added(String name, ColumnType type) {
    return new Column<>(AddedColumns.checkedName(name), ADDED, type);
  }

  /** The column's name in SQL, the same in every dialect. */
  public String name() {
    return name;
  }

  /** The class of its values: {@code Long} for every whole number, {@code List} for every list. */
  public Class<?> valueClass() {
    return type.valueClass();
  }

  /** Whether its values are texts of JSON. */
  public boolean isJson() {
    return type == ColumnType.JSON || type == ColumnType.JSONB;
  }

  /** The name as a part of a statement: what users call a column may be a word of SQL. */
  String sql() {
    return isAdded() ? '"' + name + '"' : name;
  }

  /** Whether it is a user's, and not one of ours. */
  boolean isAdded() {
    return index == ADDED;
  }

  /** Among the values of ours. */
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
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Column<?> column
            && isAdded()
            && column.isAdded()
            && name.equals(column.name)
            && type == column.type);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
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
