// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code agent_model_prices}: what one bucket of a model's usage costs from a date on.
 * Immutable. Whether it makes sense is for the one who prices with it to say.
 */
public final class PriceRow {
  private final @Nullable Object[] values;

  PriceRow(@Nullable Object[] values) {
    this.values = values;
  }

  /** A builder with the table's defaults: any provider, exact, tokens, standard, no tier. */
  public static Builder builder() {
    return new Builder(new @Nullable Object[PriceColumns.ALL.size()])
        .set(PriceColumns.PROVIDER, "*")
        .set(PriceColumns.MATCH_KIND, "exact")
        .set(PriceColumns.UNIT, "token")
        .set(PriceColumns.SERVICE_CLASS, "standard")
        .set(PriceColumns.MIN_PROMPT_TOKENS, 0L)
        .set(PriceColumns.MIN_INCLUSIVE, false);
  }

  /** The column's value, or null where the row has none. */
  public <T> @Nullable T get(Column<T> column) {
    return column.cast(values[column.index()]);
  }

  /** The statement that adds this row to the table, in either dialect; without the row's id. */
  public String toInsert() {
    String columns =
        PriceColumns.ALL.stream()
            .filter(column -> !column.equals(PriceColumns.PRICE_ID) && get(column) != null)
            .map(Column::name)
            .collect(Collectors.joining(", "));
    String literals =
        PriceColumns.ALL.stream()
            .filter(column -> !column.equals(PriceColumns.PRICE_ID) && get(column) != null)
            .map(column -> literal(Objects.requireNonNull(get(column))))
            .collect(Collectors.joining(", "));
    return "INSERT INTO agent_model_prices (%s)\nVALUES (%s);".formatted(columns, literals);
  }

  private static String literal(Object value) {
    if (value instanceof String || value instanceof Instant) {
      return "'" + value.toString().replace("'", "''") + "'";
    }
    return value.toString();
  }

  @Override
  public String toString() {
    return PriceColumns.ALL.stream()
        .map(column -> column + "=" + get(column))
        .collect(Collectors.joining(" ", "PriceRow[", "]"));
  }

  /** Collects a row's values. Not thread-safe. */
  public static final class Builder {
    private final @Nullable Object[] values;

    private Builder(@Nullable Object[] values) {
      this.values = values;
    }

    /** Sets the value; null clears it. */
    public <T> Builder set(Column<T> column, @Nullable T value) {
      values[column.index()] = value;
      return this;
    }

    /** The row. */
    public PriceRow build() {
      return new PriceRow(values.clone());
    }
  }
}
