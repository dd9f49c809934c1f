// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Routers that go by something that a trace is called. */
final class RouteByName {
  private RouteByName() {}

  static TraceRouter of(
      Function<TraceStart, @Nullable String> name, Map<String, String> routesByName) {
    Map<String, String> routes = Map.copyOf(routesByName);
    return trace -> {
      String named = name.apply(trace);
      return named == null ? null : routes.get(named);
    };
  }

  /** The name is the route's, where there is such a route. */
  static TraceRouter of(Function<TraceStart, @Nullable String> name) {
    return trace -> {
      String named = name.apply(trace);
      return named != null && trace.routes().contains(named) ? named : null;
    };
  }
}
