// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads the tables that users put prices and names of models into. */
final class StoredPrices {
  private final Dialect dialect;
  private final Handle handle;

  StoredPrices(Dialect dialect, Handle handle) {
    this.dialect = dialect;
    this.handle = handle;
  }

  List<PriceRow> prices() {
    String names = PriceColumns.ALL.stream().map(this::name).collect(Collectors.joining(", "));
    String sql =
        "SELECT %s FROM %s ORDER BY effective_from, price_id"
            .formatted(names, dialect.table("agent_model_prices"));
    return handle.createQuery(sql).map((rows, context) -> priceRow(rows)).list();
  }

  private String name(Column<?> column) {
    return column.type() == ColumnType.INSTANT ? dialect.instant(column.name()) : column.name();
  }

  private PriceRow priceRow(ResultSet rows) throws SQLException {
    @Nullable Object[] values = new @Nullable Object[PriceColumns.ALL.size()];
    for (Column<?> column : PriceColumns.ALL) {
      values[column.index()] = dialect.read(rows, column);
    }
    return new PriceRow(values);
  }

  List<ModelAlias> aliases() {
    String sql =
        "SELECT alias, provider, canonical_model FROM %s ORDER BY alias, provider"
            .formatted(dialect.table("agent_model_aliases"));
    return handle
        .createQuery(sql)
        .map(
            (rows, context) ->
                new ModelAlias(rows.getString(1), rows.getString(2), rows.getString(3)))
        .list();
  }
}
