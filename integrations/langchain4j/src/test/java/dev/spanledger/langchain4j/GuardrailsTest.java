// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import static dev.spanledger.langchain4j.RecordedSpans.attributes;
import static dev.spanledger.langchain4j.RecordedSpans.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailException;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.service.AiServices;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardrailsTest {

  interface Assistant {
    String chat(String question);
  }

  static final class NoNumbers implements InputGuardrail {
    @Override
    public InputGuardrailResult validate(UserMessage message) {
      String text = message.singleText();
      if (text.contains("secret")) {
        return fatal("a secret", new IllegalArgumentException("secret"));
      }
      return text.matches(".*\\d.*") ? successWith(text.replaceAll("\\d", "*")) : success();
    }
  }

  static final class Polite implements OutputGuardrail {
    @Override
    public OutputGuardrailResult validate(AiMessage answer) {
      return answer.text().contains("please") ? success() : reprompt("not polite", "Say please.");
    }
  }

  private final RecordedSpans spans = new RecordedSpans();
  private final ScriptedModel model = new ScriptedModel();

  @AfterEach
  void close() {
    spans.close();
  }

  @Test
  void inputGuardrailThatRewrites() {
    Assistant assistant =
        AiServices.builder(Assistant.class)
            .chatModel(model.says("Fine."))
            .inputGuardrails(new NoNumbers())
            .build();
    assistant.chat("Call 55");

    spans.assertChild("guardrail NoNumbers", "invoke_agent Assistant");
    assertThat(attributes(spans.named("guardrail NoNumbers")))
        .containsOnly(
            entry("spanledger.span.kind", "GUARDRAIL"),
            entry("gen_ai.guardrail.name", "NoNumbers"),
            entry("gen_ai.guardrail.result.value", "success_with_result"),
            entry("spanledger.input", "Call 55"),
            entry("spanledger.output", "Call **"));
    SpanData guardrail = spans.named("guardrail NoNumbers");
    assertThat(guardrail.getEndEpochNanos()).isGreaterThanOrEqualTo(guardrail.getStartEpochNanos());
  }

  @Test
  void inputGuardrailThatBlocksFailsTheCall() {
    Assistant assistant =
        AiServices.builder(Assistant.class)
            .chatModel(model)
            .inputGuardrails(new NoNumbers())
            .build();

    assertThatThrownBy(() -> assistant.chat("my secret"))
        .isInstanceOf(InputGuardrailException.class);
    assertThat(spans.names()).containsExactly("guardrail NoNumbers", "invoke_agent Assistant");
    assertThat(attributes(spans.named("guardrail NoNumbers")))
        .containsEntry("gen_ai.guardrail.result.value", "fatal")
        .containsEntry("gen_ai.guardrail.result.reason", "a secret")
        .containsEntry("error.type", "java.lang.IllegalArgumentException");
    assertThat(text(spans.named("invoke_agent Assistant"), "error.type"))
        .isEqualTo("dev.langchain4j.guardrail.InputGuardrailException");
  }

  @Test
  void outputGuardrailThatAsksAgainHasBothModelCalls() {
    Assistant assistant =
        AiServices.builder(Assistant.class)
            .chatModel(model.says("Go away.").says("Come back, please."))
            .outputGuardrails(new Polite())
            .build();

    assertThat(assistant.chat("Hi")).isEqualTo("Come back, please.");
    assertThat(spans.names())
        .containsExactly(
            "chat scripted",
            "guardrail Polite",
            "chat scripted",
            "guardrail Polite",
            "invoke_agent Assistant");
    assertThat(spans.allNamed("guardrail Polite"))
        .extracting(span -> text(span, "gen_ai.guardrail.result.value"))
        .containsExactly("fatal", "success");
    SpanData again = spans.allNamed("chat scripted").get(1);
    assertThat(text(again, "gen_ai.output.messages")).contains("Come back, please.");
    assertThat(attributes(again)).containsEntry("gen_ai.usage.output_tokens", 3L);
    assertThat(again.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }
}
