// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.TraceSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where traces go: the default database, and a further one a route. Not thread-safe. */
final class Destinations {
  private final Map<String, DataSource> byRoute = new LinkedHashMap<>();

  Destinations(DataSource byDefault) {
    byRoute.put(Pipelines.DEFAULT, byDefault);
  }

  /**
   * @throws IllegalArgumentException for a name that is blank, reserved or taken
   */
  void add(String route, DataSource dataSource) {
    Objects.requireNonNull(dataSource, () -> "the DataSource of route '" + route + "' is null");
    if (route.isBlank() || byRoute.containsKey(route)) {
      throw new IllegalArgumentException(
          "a route needs a name of its own, but '" + route + "' is blank, reserved or taken");
    }
    byRoute.put(route, dataSource);
  }

  void remove(String route) {
    byRoute.remove(route);
  }

  /** The database of a route; null stands for the default one. */
  DataSource of(@Nullable String route) {
    DataSource dataSource = byRoute.get(route == null ? Pipelines.DEFAULT : route);
    if (dataSource == null) {
      throw new IllegalArgumentException(
          "no route is called '" + route + "'; there are " + byRoute.keySet());
    }
    return dataSource;
  }

  Set<String> routes() {
    return byRoute.keySet();
  }

  /** Connects to each, and creates or validates its tables. */
  Map<String, TraceSchema> open(SchemaOpening opening) {
    Map<String, TraceSchema> schemas = new LinkedHashMap<>();
    byRoute.forEach((route, dataSource) -> schemas.put(route, opening.open(dataSource)));
    return schemas;
  }
}
