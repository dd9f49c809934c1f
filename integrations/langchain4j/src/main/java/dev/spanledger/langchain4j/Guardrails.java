// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.GuardrailResult;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.observability.api.event.GuardrailExecutedEvent;
import dev.langchain4j.observability.api.event.InputGuardrailExecutedEvent;
import dev.langchain4j.observability.api.event.OutputGuardrailExecutedEvent;
import dev.spanledger.instrument.GuardrailSpan;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The guardrails of an AI Service; they are told when they have run, with how long they ran. */
final class Guardrails {

  private Guardrails() {}

  static void input(Invocation invocation, InputGuardrailExecutedEvent event) {
    UserMessage message = event.request().userMessage();
    String text = message.hasSingleText() ? message.singleText() : message.contents().toString();
    record(invocation, event, text);
  }

  static void output(Invocation invocation, OutputGuardrailExecutedEvent event) {
    ChatResponse response = event.request().responseFromLLM();
    // A guardrail that asks the model again is the only one who is told what it answered.
    if (invocation.isAwaitingResponse()) {
      invocation.respond(response);
    }
    record(invocation, event, response.aiMessage().text());
  }

  private static void record(
      Invocation invocation, GuardrailExecutedEvent<?, ?, ?> event, @Nullable String checked) {
    GuardrailResult<?> result = event.result();
    try (GuardrailSpan span =
        invocation
            .guardrail(event.guardrailName())
            .startTime(Instant.now().minus(event.duration()))
            .input(checked)
            .startDetached()) {
      span.result(result.result().name().toLowerCase(Locale.ROOT))
          .reason(reason(result))
          .output(result.hasRewrittenResult() ? result.successfulText() : null)
          .error(result.getFirstFailureException());
    }
  }

  private static @Nullable String reason(GuardrailResult<?> result) {
    return result.isSuccess()
        ? null
        : result.failures().stream()
            .map(GuardrailResult.Failure::message)
            .collect(Collectors.joining("\n"));
  }
}
