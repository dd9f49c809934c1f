// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceReaders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The databases of a ledger, which may become more and fewer while it works. Thread-safe; whoever
 * changes them waits for others who do, and nobody else does.
 */
final class Routes {
  private final Destinations destinations;
  private final SchemaOpening opening;
  private final @Nullable Pipelines pipelines;

  /**
   * @param pipelines null where nothing is recorded
   */
  Routes(Destinations destinations, SchemaOpening opening, @Nullable Pipelines pipelines) {
    this.destinations = destinations;
    this.opening = opening;
    this.pipelines = pipelines;
  }

  synchronized void add(String route, DataSource dataSource) {
    destinations.add(route, dataSource);
    if (pipelines == null) {
      return;
    }
    try {
      pipelines.add(route, opening.open(dataSource));
    } catch (RuntimeException | Error e) {
      destinations.remove(route);
      throw e;
    }
  }

  synchronized boolean remove(String route, Duration timeout) {
    if (route.equals(Pipelines.DEFAULT)) {
      throw new IllegalArgumentException("the default database cannot be removed");
    }
    destinations.of(route);
    boolean drained = pipelines == null || pipelines.remove(route, timeout);
    destinations.remove(route);
    return drained;
  }

  TraceReader reader(@Nullable String route) {
    return pipelines == null ? readerOfDisabled(route) : pipelines.reader(route);
  }

  TraceReaders readers() {
    if (pipelines != null) {
      return TraceReaders.over(pipelines.readers());
    }
    Map<String, TraceReader> readers = new LinkedHashMap<>();
    for (String route : names()) {
      readers.put(route, readerOfDisabled(route));
    }
    return TraceReaders.over(readers);
  }

  private synchronized Iterable<String> names() {
    return List.copyOf(destinations.routes());
  }

  /** Connects only now: a ledger that is switched off must not need its database. */
  private TraceReader readerOfDisabled(@Nullable String route) {
    return Disabled.reader(dataSource(route), opening);
  }

  private synchronized DataSource dataSource(@Nullable String route) {
    return destinations.of(route);
  }
}
