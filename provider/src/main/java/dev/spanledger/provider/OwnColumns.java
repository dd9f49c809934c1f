// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.TraceSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The columns that a user adds to {@code agent_spans}, and the attributes that fill them. */
final class OwnColumns {
  private final DataSource dataSource;
  private final Map<Column<?>, List<String>> attributes = new LinkedHashMap<>();

  /**
   * @param dataSource not asked: which columns there can be does not depend on the database
   */
  OwnColumns(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * A column that is not filled from an attribute, unless it was added as one that is.
   *
   * @throws IllegalArgumentException for one of our columns, and for two of one name
   */
  void add(Column<?> column) {
    List<Column<?>> all = new ArrayList<>(attributes.keySet());
    if (!all.contains(column)) {
      all.add(column);
      TraceSchema.builder(dataSource).columns(all);
      attributes.put(column, List.of());
    }
  }

  /** As {@link #add(Column)}; of several attributes, the first that has a value wins. */
  void add(String attributeKey, Column<?> column) {
    Objects.requireNonNull(attributeKey, "attributeKey");
    add(column);
    attributes.computeIfPresent(column, (added, names) -> and(names, attributeKey));
  }

  private static List<String> and(List<String> names, String name) {
    return Stream.concat(names.stream(), Stream.of(name)).toList();
  }

  List<Column<?>> columns() {
    return List.copyOf(attributes.keySet());
  }

  Map<Column<?>, List<String>> attributes() {
    return attributes;
  }
}
