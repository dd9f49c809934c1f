// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import static dev.spanledger.langchain4j.RecordedSpans.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import io.opentelemetry.api.trace.StatusCode;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenInvocationsTest {

  private final RecordedSpans spans = new RecordedSpans();
  private final OpenInvocations open = new OpenInvocations(2);

  @AfterEach
  void close() {
    spans.close();
  }

  private InvocationContext add(String service) {
    InvocationContext context =
        InvocationContext.builder()
            .invocationId(UUID.randomUUID())
            .interfaceName("org.example." + service)
            .methodName("chat")
            .invocationParameters(new InvocationParameters())
            .timestampNow()
            .build();
    open.add(context, Invocation.start(spans.tracer(), context));
    return context;
  }

  @Test
  void callThatWasSilentForLongestIsGivenUp() {
    InvocationContext first = add("First");
    add("Second");
    assertThat(open.find(first)).isNotNull();
    add("Third");

    assertThat(open.size()).isEqualTo(2);
    assertThat(spans.names()).containsExactly("invoke_agent Second");
    assertThat(text(spans.all().get(0), "error.type")).isEqualTo("abandoned");
    assertThat(spans.all().get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void removedCallIsNotFoundAgain() {
    InvocationContext context = add("Service");

    assertThat(open.remove(context)).isNotNull();
    assertThat(open.remove(context)).isNull();
    assertThat(open.find(context)).isNull();
    assertThat(open.find(null)).isNull();
  }
}
