// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import org.jspecify.annotations.Nullable;

/** A row on its way into the tables, and the contents of its day that it names. */
final class StoredRow {
  private final SpanRow row;
  private final NewContents.Day contents;
  private final @Nullable Object[] values;

  StoredRow(SpanRow row, NewContents contents) {
    this.row = row;
    this.contents = contents.of(Content.day(row));
    this.values = row.values();
  }

  /** As it came. */
  SpanRow row() {
    return row;
  }

  NewContents.Day contents() {
    return contents;
  }

  /** Without the repair of {@link SpanRow.Builder}: the value is a part of what was repaired. */
  <T> void set(Column<T> column, @Nullable T value) {
    values[column.index()] = value;
  }

  SpanRow stored() {
    return row.withValues(values);
  }
}
