// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routers without a lambda: what they go by is what fills the columns of the same names. */
class TraceRouterTest {
  private static final TraceRouter BY_TENANT = TraceRouter.byTenant(Map.of("acme", "eu"));
  private static final TraceRouter BY_AGENT = TraceRouter.byAgent(Map.of("billing", "eu"));
  private static final TraceRouter BY_ENVIRONMENT =
      TraceRouter.byEnvironment(Map.of("staging", "eu"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spanledger.tenant.id",
        "a2a.tenant",
        "litellm.team.id",
        "traceloop.association.properties.customer_id"
      })
  void aTenantIsWhateverFillsTheTenantsColumn(String key) {
    assertThat(BY_TENANT.route(starting(Attributes.of(text(key), "acme")))).isEqualTo("eu");
    assertThat(BY_TENANT.route(starting(Attributes.of(text(key), "other")))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gen_ai.agent.name", "agent.name"})
  void anAgentIsWhateverFillsTheAgentsColumn(String key) {
    assertThat(BY_AGENT.route(starting(Attributes.of(text(key), "billing")))).isEqualTo("eu");
    assertThat(BY_AGENT.route(starting(Attributes.of(text(key), "other")))).isNull();
  }

  @Test
  void whatTheSpanSaysBeatsTheBaggage() {
    Baggage baggage = Baggage.builder().put("spanledger.tenant.id", "acme").build();
    assertThat(BY_TENANT.route(starting(Attributes.empty(), Attributes.empty(), baggage)))
        .isEqualTo("eu");
    Attributes other = Attributes.of(text("spanledger.tenant.id"), "other");
    assertThat(BY_TENANT.route(starting(other, Attributes.empty(), baggage))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployment.environment.name", "deployment.environment"})
  void anEnvironmentIsTheResources(String key) {
    Attributes resource = Attributes.of(text(key), "staging");
    assertThat(BY_ENVIRONMENT.route(starting(Attributes.empty(), resource, Baggage.empty())))
        .isEqualTo("eu");
    Attributes said = Attributes.of(text("langfuse.environment"), "production");
    assertThat(BY_ENVIRONMENT.route(starting(said, resource, Baggage.empty()))).isNull();
    assertThat(BY_ENVIRONMENT.route(starting(Attributes.empty()))).isNull();
  }

  @Test
  void theFirstThatKnowsATraceDecides() {
    TraceRouter both =
        TraceRouter.byTenant(Map.of("acme", "us"))
            .orElse(BY_AGENT)
            .orElse(trace -> trace.spanName().equals("batch") ? "eu" : null);
    Attributes billing = Attributes.of(text("gen_ai.agent.name"), "billing");
    assertThat(both.route(starting(billing))).isEqualTo("eu");
    Attributes acme = billing.toBuilder().put("spanledger.tenant.id", "acme").build();
    assertThat(both.route(starting(acme))).isEqualTo("us");
    assertThat(both.route(starting(Attributes.empty()))).isNull();
  }

  @Test
  void aNameIsARouteOnlyWhereThereIsOne() {
    TraceRouter router = TraceRouter.byTenant().orElse(TraceRouter.byAgent());
    AttributesBuilder agent = Attributes.builder().put("gen_ai.agent.name", "us");
    assertThat(router.route(starting(agent.build()))).isEqualTo("us");
    agent.put("spanledger.tenant.id", "no route");
    assertThat(router.route(starting(agent.build()))).isEqualTo("us");
    agent.put("spanledger.tenant.id", "eu");
    assertThat(router.route(starting(agent.build()))).isEqualTo("eu");
    Attributes staging = Attributes.of(text("deployment.environment.name"), "eu");
    assertThat(
            TraceRouter.byEnvironment()
                .route(starting(Attributes.empty(), staging, Baggage.empty())))
        .isEqualTo("eu");
  }

  private static TraceStart starting(Attributes attributes) {
    return starting(attributes, Attributes.empty(), Baggage.empty());
  }

  private static TraceStart starting(Attributes span, Attributes resource, Baggage baggage) {
    return new TraceStart("1".repeat(32), "run", span, resource, baggage, Set.of("eu", "us"));
  }

  private static AttributeKey<String> text(String key) {
    return AttributeKey.stringKey(key);
  }
}
