// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.opentelemetry.context.Context;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the application notices of the wrapping: nothing. */
class TracedStreamingModelTest {

  /** Differs from the interface's defaults in all that a model says about itself. */
  private static final class OutspokenModel implements StreamingChatModel {

    private StreamingChatResponseHandler given = new HeardHandler(List.of());

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      given = handler;
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
      return ChatRequestParameters.builder().modelName("outspoken").build();
    }

    @Override
    public ModelProvider provider() {
      return ModelProvider.MISTRAL_AI;
    }

    @Override
    public String toString() {
      return "outspoken";
    }

    @Override
    public Set<Capability> supportedCapabilities() {
      return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }
  }

  private final RecordedSpans spans = new RecordedSpans();
  private final OutspokenModel model = new OutspokenModel();
  private final StreamingChatModel traced = TracedStreamingModel.around(model);
  private ModelCall issued;

  @AfterEach
  void close() {
    if (issued != null) {
      issued.respond(null);
    }
    IssuedCall.forget();
    spans.close();
  }

  @Test
  void modelSpeaksForItself() {
    assertThat(traced.defaultRequestParameters()).isEqualTo(model.defaultRequestParameters());
    assertThat(traced.provider()).isEqualTo(ModelProvider.MISTRAL_AI);
    assertThat(traced.supportedCapabilities()).isEqualTo(model.supportedCapabilities());
    assertThat(traced.listeners()).isEmpty();
    assertThat(traced).hasToString("outspoken").hasSameHashCodeAs(model).isEqualTo(traced);
    assertThat(traced.equals(model)).isTrue();
    assertThat(traced.equals(TracedStreamingModel.around(new OutspokenModel()))).isFalse();
  }

  @Test
  void modelIsWrappedOnce() {
    assertThat(traced).isNotSameAs(model);
    assertThat(TracedStreamingModel.around(traced)).isSameAs(traced);
    assertThat(TracedStreamingModel.around(null)).isNull();
  }

  @Test
  void callThatNoServiceHasToldOfIsPassedOnAsItIs() {
    StreamingChatResponseHandler handler = new HeardHandler(List.of());
    traced.doChat(request("Hi"), handler);
    assertThat(model.given).isSameAs(handler);

    announce(request("Hi"));
    traced.doChat(request("Hi"), handler);
    assertThat(model.given).as("handler of another request").isSameAs(handler);
  }

  @Test
  void everyEventReachesTheHandler() throws Exception {
    List<String> expected = new ArrayList<>();
    List<String> told = new ArrayList<>();
    StreamingChatResponseHandler watched = watched(handler(event -> told.add(event.toString())));
    for (Method event : StreamingChatResponseHandler.class.getMethods()) {
      event.invoke(watched, new Object[event.getParameterCount()]);
      expected.add(event.toString());
    }

    assertThat(told).isEqualTo(expected).hasSizeGreaterThan(9);
  }

  @Test
  void whatTheHandlerThrowsArrivesAsItIs() {
    IllegalStateException thrown = new IllegalStateException("the application's own");
    StreamingChatResponseHandler watched =
        watched(
            handler(
                event -> {
                  throw thrown;
                }));

    assertThatThrownBy(() -> watched.onPartialResponse("Hi")).isSameAs(thrown);
  }

  @Test
  void whatTheModelThrowsArrivesAsItIs() {
    IllegalStateException thrown = new IllegalStateException("overloaded");
    StreamingChatModel failing =
        TracedStreamingModel.around(
            new StreamedModel()
                .plays(
                    handler -> {
                      throw thrown;
                    }));

    assertThatThrownBy(() -> failing.chat("Hi", new HeardHandler(List.of()))).isSameAs(thrown);
  }

  @Test
  void tracingThatFailsStopsNoCall() {
    PassThrough failing =
        new PassThrough(List.of("kept")) {
          @Override
          void before(Method method, Object[] arguments) {
            throw new IllegalStateException("a bug in tracing");
          }
        };

    assertThat(failing.as(List.class).get(0)).isEqualTo("kept");
  }

  private StreamingChatResponseHandler watched(StreamingChatResponseHandler handler) {
    ChatRequest request = request("Hi");
    announce(request);
    traced.doChat(request, handler);
    assertThat(model.given).isNotSameAs(handler);
    return model.given;
  }

  private void announce(ChatRequest request) {
    ModelRequest asked = ModelRequest.of(request, ModelProvider.MISTRAL_AI);
    issued = ModelCall.start(spans.tracer(), Context.root(), asked);
    IssuedCall.announce(issued);
  }

  private static ChatRequest request(String text) {
    return ChatRequest.builder().messages(UserMessage.from(text)).build();
  }

  private static StreamingChatResponseHandler handler(Consumer<Method> events) {
    Class<StreamingChatResponseHandler> type = StreamingChatResponseHandler.class;
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              events.accept(method);
              return null;
            }));
  }
}
