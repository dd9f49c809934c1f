// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.redaction.Redaction;
import dev.spanledger.provider.redaction.SpanRedaction;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanRowCodec;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a recorder remembers of the prompts before changes nothing: each row is the one that a
 * recorder makes which has never seen anything.
 */
class GrowingPromptsTest {
  private static final int CONVERSATIONS = Integer.getInteger("spanledger.test.conversations", 6);
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final String LONG = "All that the customer was told. ".repeat(120);

  private static final List<String> ELEMENTS =
      List.of(
          message("user", "and then?"),
          message("assistant", "this"),
          message("assistant", "that\\\",\\\"").replace("}]}", "}],\"finish_reason\":\"stop\"}"),
          message("system", "be brief"),
          message("tool", "the password=hunter2hunter2 of Bearer abcdefghijklmnopqrstuvwx"),
          message("user", "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ"),
          message("user", "\\u0000 \\ud800 \uD800 \u00e9"),
          message("user", "x").replace("\"user\"", "\"human\""),
          "{\"role\":\"user\",\"content\":\"in OpenAI's own form\"}",
          "{\"password\":{\"is\":[\"secret\"]}}",
          "{}",
          "7",
          "{\"cut\":\"}]",
          "");

  private final Random random = new Random(seed());

  private static long seed() {
    long seed = Long.getLong("spanledger.test.seed", 20_261_128);
    System.out.println("seed " + seed);
    return seed;
  }

  @Test
  void aRowDoesNotDependOnThePromptsBefore() {
    for (Redaction redaction : Redaction.values()) {
      SpanRecorder remembering = recorder(redaction);
      for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
        for (SpanData call : calls()) {
          SpanRow row = remembering.record(call, List.of(), null, NOW);
          SpanRow alone = recorder(redaction).record(call, List.of(), null, NOW);
          assertThat(text(row)).isEqualTo(text(alone));
          assertThat(row.repairs()).isEqualTo(alone.repairs());
        }
      }
    }
  }

  /** The calls of one conversation, each with the prompt of the one before and something more. */
  private List<SpanData> calls() {
    Spans ended = new Spans();
    try (SdkTracerProvider tracers = SdkTracerProvider.builder().addSpanProcessor(ended).build()) {
      String prompt = "[" + message(random.nextBoolean() ? "user" : "system", LONG) + "]";
      for (int call = 0; call < 5; call++) {
        Span span = tracers.get("test").spanBuilder("chat").startSpan();
        span.setAttribute("gen_ai.operation.name", "chat");
        span.setAttribute("gen_ai.input.messages", prompt);
        span.setAttribute("gen_ai.system_instructions", "[" + part(LONG) + "]");
        span.setAttribute("gen_ai.tool.definitions", "[" + tool(LONG) + "]");
        span.end();
        prompt = prompt.substring(0, prompt.length() - 1) + "," + anyElement() + "]";
      }
    }
    return ended.spans;
  }

  private String anyElement() {
    return ELEMENTS.get(random.nextInt(ELEMENTS.size()));
  }

  /** Every column of the row. */
  private static String text(SpanRow row) {
    return new String(SpanRowCodec.encode(row), StandardCharsets.UTF_8);
  }

  private static SpanRecorder recorder(Redaction redaction) {
    SpanRedaction taken =
        redaction == Redaction.NONE
            ? SpanRedaction.NONE
            : new SpanRedaction(redaction.redactor(), true);
    return new SpanRecorder(Settings.of(Map.of(), knob -> null), taken);
  }

  private static String message(String role, String text) {
    return "{\"role\":\"" + role + "\",\"parts\":[" + part(text) + "]}";
  }

  private static String part(String text) {
    return "{\"type\":\"text\",\"content\":\"" + text + "\"}";
  }

  private static String tool(String description) {
    return "{\"type\":\"function\",\"name\":\"find\",\"description\":\"" + description + "\"}";
  }

  private static final class Spans implements SpanProcessor {
    private final List<SpanData> spans = new ArrayList<>();

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
