// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.SpanColumns;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the database of a trace, by the name that the database was given in {@link
 * SpanledgerBuilder#route} or {@link Spanledger#addRoute}. Asked once a trace and process, on the
 * application's thread: it must be quick, must not block and must be thread-safe.
 *
 * <pre>{@code
 * TraceRouter.byTenant(Map.of("acme", "eu", "globex", "us"))
 *     .orElse(TraceRouter.byEnvironment(Map.of("staging", "test")))
 * }</pre>
 *
 * <p>What the routers that are made here go by is read as the columns of the same names are, from
 * the attributes of any convention, older names included (docs/conventions.md):
 *
 * <ul>
 *   <li>the tenant, as {@code tenant_id}: from the first span's attributes ({@code
 *       spanledger.tenant.id}, …), else from baggage of the same names;
 *   <li>the agent, as {@code agent_name}: from the first span's attributes ({@code
 *       gen_ai.agent.name}, {@code agent.name}, …), else from baggage of the same names; the span's
 *       own name does not count;
 *   <li>the environment, as {@code environment}: from the first span's attributes ({@code
 *       langfuse.environment}), else from the resource ({@code deployment.environment.name}, {@code
 *       deployment.environment}).
 * </ul>
 *
 * <p>Only what the trace's first span in this process has when it starts can decide: attributes
 * that are set later come too late, baggage does not.
 */
@FunctionalInterface
public interface TraceRouter {
  /**
   * A route's name; null, a name that no route has, and an exception all mean the default database.
   */
  @Nullable String route(TraceStart trace);

  /**
   * By the tenant.
   *
   * @param routes a route's name for each tenant that shall not go to the default; copied
   */
  static TraceRouter byTenant(Map<String, String> routes) {
    return RouteByName.of(trace -> trace.stated(SpanColumns.TENANT_ID), routes);
  }

  /** To the route that is called as the tenant is, where there is one at that moment. */
  static TraceRouter byTenant() {
    return RouteByName.of(trace -> trace.stated(SpanColumns.TENANT_ID));
  }

  /**
   * By the environment.
   *
   * @param routes a route's name for each environment that shall not go to the default; copied
   */
  static TraceRouter byEnvironment(Map<String, String> routes) {
    return RouteByName.of(TraceStart::environment, routes);
  }

  /** To the route that is called as the environment is, where there is one at that moment. */
  static TraceRouter byEnvironment() {
    return RouteByName.of(TraceStart::environment);
  }

  /**
   * By the agent.
   *
   * @param routes a route's name for each agent that shall not go to the default; copied
   */
  static TraceRouter byAgent(Map<String, String> routes) {
    return RouteByName.of(trace -> trace.stated(SpanColumns.AGENT_NAME), routes);
  }

  /** To the route that is called as the agent is, where there is one at that moment. */
  static TraceRouter byAgent() {
    return RouteByName.of(trace -> trace.stated(SpanColumns.AGENT_NAME));
  }

  /** Asks the other where this one answers null: the first that knows a trace decides. */
  default TraceRouter orElse(TraceRouter other) {
    Objects.requireNonNull(other, "other");
    return trace -> {
      String route = route(trace);
      return route == null ? other.route(trace) : route;
    };
  }
}
