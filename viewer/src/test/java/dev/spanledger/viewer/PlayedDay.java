// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.testkit.spans.AgentRun;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a test plays into a database for every page to show: the runs of two services, by the SDK's
 * own tracers and the provider, within the half hour before now.
 */
final class PlayedDay {
  /** Weather runs: with the others, more than a page of the list. */
  static final int WEATHER = 51;

  /** All runs. */
  static final int RUNS = WEATHER + 4;

  static final String SESSION = "talk/7 ä";

  final String failing;
  final String billing;
  final String firstTurn;
  final String secondTurn;

  private PlayedDay(Viewed viewed) {
    viewed.mother.clock().setTime(Instant.now().minus(Duration.ofMinutes(30)));
    for (int i = 0; i < WEATHER; i++) {
      viewed.mother.weatherRun();
    }
    failing = viewed.mother.failingRun().getTraceId();
    firstTurn = turn(viewed, "Where is order 1?", "{\"order\":1}", "It is on its way.");
    viewed.mother.clock().advance(90, TimeUnit.SECONDS);
    secondTurn = turn(viewed, "And order 2?", "{\"order\":2}", "It was lost,\nand we are sorry.");
    billing = billingRun(viewed);
    viewed.stored();
  }

  static PlayedDay into(Viewed viewed) {
    return new PlayedDay(viewed);
  }

  private static String turn(Viewed viewed, String question, String arguments, String answer) {
    try (AgentRun run = viewed.mother.agent("support")) {
      run.session(SESSION, "ada").ask(question);
      run.tool("find_order", arguments, "{\"status\":\"shipped\"}").chat(answer);
      return run.spanContext().getTraceId();
    }
  }

  /** Another service's, with an environment, tags, a reported cost and a model without a price. */
  private static String billingRun(Viewed viewed) {
    Resource resource =
        Resource.create(
            Attributes.of(
                AttributeKey.stringKey("service.name"), "billing",
                AttributeKey.stringKey("deployment.environment.name"), "staging"));
    // Never closed: that would shut down the ledger, with which the test goes on.
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(resource)
            .addSpanProcessor(viewed.ledger.spanProcessor())
            .build();
    Tracer tracer = provider.get("billing");
    Span agent =
        start(tracer, Context.root(), "invoke_agent biller")
            .setAttribute("gen_ai.operation.name", "invoke_agent")
            .setAttribute("gen_ai.agent.name", "biller")
            .setAttribute(AttributeKey.stringArrayKey("tag.tags"), List.of("night", "monthly"));
    Context below = Context.root().with(agent);
    call(tracer, below, "house-model", 70_000).setAttribute("gen_ai.usage.cost", 1.25).end();
    call(tracer, below, "nameless-model", 20).end();
    start(tracer, below, "execute_tool charge")
        .setAttribute("gen_ai.operation.name", "execute_tool")
        .setAttribute("gen_ai.tool.name", "charge")
        .setStatus(StatusCode.ERROR, "card refused")
        .end();
    agent.end();
    return agent.getSpanContext().getTraceId();
  }

  private static Span call(Tracer tracer, Context below, String model, long tokens) {
    return start(tracer, below, "chat " + model)
        .setAttribute("gen_ai.operation.name", "chat")
        .setAttribute("gen_ai.request.model", model)
        .setAttribute("gen_ai.usage.input_tokens", tokens)
        .setAttribute("gen_ai.usage.output_tokens", 7L);
  }

  private static Span start(Tracer tracer, Context parent, String name) {
    return tracer.spanBuilder(name).setParent(parent).startSpan();
  }
}
