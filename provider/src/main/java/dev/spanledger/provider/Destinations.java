// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.TraceSchema;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;

/** Where traces go: the default database, and a further one a route. */
final class Destinations {
  private final DataSource byDefault;
  private final Map<String, DataSource> byRoute = new LinkedHashMap<>();

  Destinations(DataSource byDefault) {
    this.byDefault = byDefault;
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

  DataSource byDefault() {
    return byDefault;
  }

  Set<String> routes() {
    return byRoute.keySet();
  }

  /** Connects to each, and creates or validates its tables. */
  Map<String, TraceSchema> open(Settings settings, List<Column<?>> added, Clock clock) {
    Map<String, TraceSchema> schemas = new LinkedHashMap<>();
    byRoute.forEach(
        (route, dataSource) -> schemas.put(route, open(dataSource, settings, added, clock)));
    return schemas;
  }

  private static TraceSchema open(
      DataSource dataSource, Settings settings, List<Column<?>> added, Clock clock) {
    return TraceSchema.builder(dataSource)
        .schema(settings.schema())
        .mode(settings.schemaMode())
        .partitioning(settings.partitioning())
        .contentStorage(settings.contentStorage())
        .writeTimeout(settings.networkTimeout())
        .columns(added)
        .around(OwnWork::run)
        .clock(clock)
        .open();
  }
}
