// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import dev.spanledger.benchmarks.Prose;
import dev.spanledger.testkit.spans.SpanMother;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Traces of an agent, its model calls and its tool calls, whose attributes are 2 KiB of text a span
 * and are said once: nothing can be shared between them but names.
 */
final class UniqueSpans {
  private static final int SPAN_CHARS = 2048;
  private static final int TRACE_SPANS = 10;
  private static final long SEED = 11;
  private static final String MESSAGE =
      "[{\"role\":\"%s\",\"parts\":[{\"type\":\"text\",\"content\":\"%s\"}]}]";

  private final List<Attributes> spans = new ArrayList<>();
  private final Prose prose = new Prose(SEED);

  UniqueSpans(int count) {
    for (int i = 0; i < count; i++) {
      int place = i % TRACE_SPANS;
      spans.add(place == 0 ? agent(i) : place % 2 == 1 ? chat(i) : tool(i));
    }
  }

  /** Starts every span, and returns what ends them, those of an agent after its steps'. */
  List<Runnable> started(SpanProcessor processor) {
    // Not closed: that would shut the processor down, which is the caller's.
    SpanMother mother = SpanMother.into(processor);
    List<Runnable> ends = new ArrayList<>();
    for (int first = 0; first < spans.size(); first += TRACE_SPANS) {
      Span agent = start(mother, Context.root(), spans.get(first));
      Context run = Context.root().with(agent);
      for (Attributes step :
          spans.subList(first + 1, Math.min(first + TRACE_SPANS, spans.size()))) {
        Span span = start(mother, run, step);
        mother.clock().advance(Duration.ofMillis(20));
        ends.add(end(span, mother.clock().now()));
      }
      ends.add(end(agent, mother.clock().now()));
    }
    return ends;
  }

  private static Span start(SpanMother mother, Context parent, Attributes attributes) {
    return mother
        .tracer()
        .spanBuilder(
            String.valueOf(attributes.get(AttributeKey.stringKey("gen_ai.operation.name"))))
        .setParent(parent)
        .setAllAttributes(attributes)
        .startSpan();
  }

  private static Runnable end(Span span, long nanos) {
    return () -> span.end(nanos, TimeUnit.NANOSECONDS);
  }

  private Attributes agent(int number) {
    return filled(
        Attributes.builder()
            .put("gen_ai.operation.name", "invoke_agent")
            .put("gen_ai.agent.name", "support")
            .put("gen_ai.conversation.id", "conversation-" + number),
        "gen_ai.input.messages",
        MESSAGE.formatted("user", "%s"),
        "gen_ai.output.messages",
        MESSAGE.formatted("assistant", "%s"));
  }

  private Attributes chat(int number) {
    return filled(
        Attributes.builder()
            .put("gen_ai.operation.name", "chat")
            .put("gen_ai.provider.name", "openai")
            .put("gen_ai.request.model", "gpt-4o")
            .put("gen_ai.response.model", "gpt-4o-2024-08-06")
            .put("gen_ai.response.id", "chatcmpl-" + number)
            .put("gen_ai.usage.input_tokens", 400 + number % 100)
            .put("gen_ai.usage.output_tokens", 60 + number % 50),
        "gen_ai.input.messages",
        MESSAGE.formatted("user", "%s"),
        "gen_ai.output.messages",
        MESSAGE.formatted("assistant", "%s"));
  }

  private Attributes tool(int number) {
    return filled(
        Attributes.builder()
            .put("gen_ai.operation.name", "execute_tool")
            .put("gen_ai.tool.name", Prose.TOOLS.get(number % Prose.TOOLS.size()))
            .put("gen_ai.tool.type", "function")
            .put("gen_ai.tool.call.id", "call_" + number),
        "gen_ai.tool.call.arguments",
        "{\"question\":\"%s\"}",
        "gen_ai.tool.call.result",
        "{\"found\":\"%s\"}");
  }

  /** Two texts, one three times as long as the other, that make the span as long as it shall be. */
  private Attributes filled(
      AttributesBuilder builder, String longer, String longFrame, String shorter, String frame) {
    long left = SPAN_CHARS - chars(builder.build()) - longer.length() - shorter.length();
    int text = (int) left - longFrame.length() - frame.length() + 2 * "%s".length();
    return builder
        .put(longer, longFrame.formatted(text(text - text / 4)))
        .put(shorter, frame.formatted(text(text / 4)))
        .build();
  }

  private static long chars(Attributes attributes) {
    return attributes.asMap().entrySet().stream()
        .mapToLong(entry -> entry.getKey().getKey().length() + entry.getValue().toString().length())
        .sum();
  }

  private String text(int chars) {
    StringBuilder text = new StringBuilder(prose.sentences(1));
    while (text.length() < chars) {
      text.append(' ').append(prose.sentences(1));
    }
    text.setLength(chars);
    return text.toString();
  }
}
