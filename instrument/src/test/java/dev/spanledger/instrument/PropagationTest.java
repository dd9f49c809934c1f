// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // A scope is opened for its effect.
class PropagationTest {

  private static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void subAgentBehindHttpJoinsTheTrace() throws Exception {
    try (RecordedSpans client = RecordedSpans.create();
        RecordedSpans server = RecordedSpans.create();
        SubAgent subAgent = new SubAgent(server.tracer())) {
      AgentTracer tracer = client.tracer();
      String answer =
          tracer
              .agent("caller")
              .userId("ada")
              .call(() -> tracer.tool("delegate").call(() -> subAgent.ask(tracer)));

      SpanData remote = server.named("invoke_agent remote");
      assertThat(answer).isEqualTo("ada");
      assertThat(remote.getTraceId()).isEqualTo(client.named("invoke_agent caller").getTraceId());
      assertThat(remote.getParentSpanId())
          .isEqualTo(client.named("execute_tool delegate").getSpanId());
      assertThat(remote.getParentSpanContext().isRemote()).isTrue();
    }
  }

  @Test
  void withoutPropagatorsW3cHeadersAreUsed() {
    try (RecordedSpans spans = RecordedSpans.withoutPropagators()) {
      AgentTracer tracer = spans.tracer();
      Map<String, String> headers = new HashMap<>();
      tracer.agent("a").userId("ada").run(() -> tracer.inject(headers::put));

      assertThat(headers.get("traceparent"))
          .startsWith("00-" + spans.only().getTraceId() + "-" + spans.only().getSpanId() + "-");
      assertThat(headers.get("baggage")).contains("user.id=ada", "gen_ai.agent.name=a");
    }
  }

  @Test
  void contextPassesThroughWithoutAnSdk() {
    AgentTracer tracer = AgentTracer.create(OpenTelemetry.noop());
    Map<String, String> headers = new HashMap<>();
    Map<String, List<String>> incoming = Map.of("Traceparent", List.of(TRACEPARENT));
    tracer.tool("t").parent(tracer.extract(incoming)).run(() -> tracer.inject(headers::put));

    assertThat(headers).containsEntry("traceparent", TRACEPARENT);
  }

  @Test
  void headersAreFoundInAnyCaseAndListsAreJoined() {
    AgentTracer tracer = AgentTracer.create(OpenTelemetry.noop());
    Context context =
        tracer.extract(
            Map.of(
                "TRACEPARENT", List.of(TRACEPARENT),
                "Baggage", List.of("a=1", "b=2")));

    assertThat(Span.fromContext(context).getSpanContext().getSpanId())
        .isEqualTo("b7ad6b7169203331");
    assertThat(Baggage.fromContext(context).asMap()).containsOnlyKeys("a", "b");
  }

  @Test
  void nothingToReadIsTheCurrentContext() {
    AgentTracer tracer = AgentTracer.create(OpenTelemetry.noop());
    Map<String, List<String>> odd = new HashMap<>();
    odd.put(null, List.of("HTTP/1.1 200 OK"));
    odd.put("traceparent", null);
    odd.put("baggage", List.of());

    assertThat(tracer.extract(null)).isSameAs(Context.current());
    assertThat(tracer.extract(odd)).isSameAs(Context.current());
  }

  /** An agent in another process: what it knows, it knows from the request. */
  private record SubAgent(AgentTracer tracer, HttpServer server) implements AutoCloseable {

    SubAgent(AgentTracer tracer) throws IOException {
      this(
          tracer, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      server.createContext("/", this::serve);
      server.start();
    }

    String ask(AgentTracer caller) throws IOException, InterruptedException {
      URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
      HttpRequest.Builder request = HttpRequest.newBuilder(uri);
      caller.inject(request);
      return HttpClient.newHttpClient()
          .send(request.build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }

    private void serve(HttpExchange exchange) throws IOException {
      try (Scope scope = tracer.extract(exchange.getRequestHeaders()).makeCurrent()) {
        tracer.agent("remote").run(() -> answer(exchange));
      }
    }

    private void answer(HttpExchange exchange) throws IOException {
      byte[] body = String.valueOf(Baggage.current().getEntryValue("user.id")).getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      try (var out = exchange.getResponseBody()) {
        out.write(body);
      }
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
