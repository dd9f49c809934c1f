// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.AiServices;
import dev.spanledger.instrument.AgentTracer;
import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwitchTest {

  private static final String PROPERTY = "spanledger.langchain4j.enabled";

  interface Assistant {
    String chat(String question);
  }

  private final RecordedSpans spans = new RecordedSpans();

  @AfterEach
  void close() {
    System.clearProperty(PROPERTY);
    spans.close();
  }

  @Test
  void switchedOffNothingIsTraced() {
    System.setProperty(PROPERTY, "false");
    ScriptedModel model = new ScriptedModel(new TracingChatModelListener(spans.tracer()));
    Assistant before = AiServices.create(Assistant.class, model.says("Hello.").says("Bye."));

    assertThat(before.chat("Hi")).isEqualTo("Hello.");
    assertThat(spans.names()).isEmpty();
  }

  @Test
  void serviceThatIsBuiltEarlierIsSwitchedOffToo() {
    Assistant assistant = AiServices.create(Assistant.class, new ScriptedModel().says("Hello."));
    System.setProperty(PROPERTY, "false");

    assertThat(assistant.chat("Hi")).isEqualTo("Hello.");
    assertThat(spans.names()).isEmpty();
  }

  @Test
  void switchedOffTheStreamingModelIsLeftAlone() {
    StreamedModel model = new StreamedModel();
    AiServiceContext context = new TracingContextFactory().create(Assistant.class);
    context.streamingChatModel = model;
    System.setProperty(PROPERTY, "false");
    context.guardrailService();
    assertThat(context.streamingChatModel).isSameAs(model);

    System.clearProperty(PROPERTY);
    context.guardrailService();
    assertThat(context.streamingChatModel).isNotSameAs(model);
  }

  @Test
  void anyOtherSettingLeavesItOn() {
    System.setProperty(PROPERTY, "yes");
    AiServices.create(Assistant.class, new ScriptedModel().says("Hello.")).chat("Hi");

    assertThat(spans.names()).contains("invoke_agent Assistant");
  }

  @Test
  void propertyOutranksTheEnvironment() {
    assertThat(TracingSwitch.isOn(null, null)).isTrue();
    assertThat(TracingSwitch.isOn(null, "FALSE")).isFalse();
    assertThat(TracingSwitch.isOn("true", "false")).isTrue();
    assertThat(TracingSwitch.isOn("false", "true")).isFalse();
  }

  @Test
  void explicitRegistrationDoesNotDoubleSpans() {
    AiServices.builder(Assistant.class)
        .chatModel(new ScriptedModel().says("Hello."))
        .registerListeners(LangChain4jTracing.listeners())
        .build()
        .chat("Hi");

    assertThat(spans.names()).containsExactly("chat scripted", "invoke_agent Assistant");
  }

  @Test
  void withoutAnSdkNothingIsKept() {
    LangChain4jTracing.use(AgentTracer.create(OpenTelemetry.noop()));
    int open = OpenInvocations.SHARED.size();
    ScriptedModel model =
        new ScriptedModel()
            .answers(
                request -> {
                  assertThat(OpenInvocations.SHARED.size()).isEqualTo(open);
                  return ScriptedModel.response(
                      dev.langchain4j.data.message.AiMessage.from("Hello."), null);
                });

    assertThat(AiServices.create(Assistant.class, model).chat("Hi")).isEqualTo("Hello.");
  }

  @Test
  void tracingThatFailsIsNotSeenByTheApplication() {
    LangChain4jTracing.use(
        AgentTracer.create(
            new OpenTelemetry() {
              @Override
              public io.opentelemetry.api.trace.TracerProvider getTracerProvider() {
                throw new IllegalStateException("broken SDK");
              }

              @Override
              public io.opentelemetry.context.propagation.ContextPropagators getPropagators() {
                throw new IllegalStateException("broken SDK");
              }
            }));

    assertThat(AiServices.create(Assistant.class, new ScriptedModel().says("Hello.")).chat("Hi"))
        .isEqualTo("Hello.");
  }
}
