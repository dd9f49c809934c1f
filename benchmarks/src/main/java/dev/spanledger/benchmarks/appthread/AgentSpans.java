// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.appthread;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;

/**
 * Spans as agents make them, with 20 attributes that hold 4 KB together: two messages, a dozen
 * short texts, six numbers. Every text is a text of its own. Of ten spans, one is a root and nine
 * are below it.
 */
final class AgentSpans {
  private static final int FAMILY = 10;
  private static final List<AttributeKey<String>> TEXTS =
      texts(
          "gen_ai.operation.name",
          "gen_ai.provider.name",
          "gen_ai.request.model",
          "gen_ai.response.model",
          "gen_ai.response.id",
          "gen_ai.conversation.id",
          "gen_ai.agent.name",
          "gen_ai.agent.id",
          "server.address",
          "user.id",
          "shop.plan",
          "shop.order");
  private static final List<AttributeKey<String>> MESSAGES =
      texts("gen_ai.input.messages", "gen_ai.output.messages");
  private static final List<AttributeKey<Long>> NUMBERS =
      List.of(
          AttributeKey.longKey("gen_ai.usage.input_tokens"),
          AttributeKey.longKey("gen_ai.usage.output_tokens"),
          AttributeKey.longKey("gen_ai.request.max_tokens"),
          AttributeKey.longKey("server.port"),
          AttributeKey.longKey("shop.items"),
          AttributeKey.longKey("shop.weight"));
  private static final String MESSAGE =
      "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"%s\"}]}]"
          .formatted("Where is my order? It was sent last week. ".repeat(44));
  private static final int NUMBER_AT = MESSAGE.indexOf("Where");

  private final Tracer tracer;
  private Context parent = Context.root();
  private long made;

  AgentSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Makes so many spans that have begun; parents come after their children. */
  void make(Span[] spans) {
    for (int last = spans.length; last > 0; last -= FAMILY) {
      for (int i = 1; i <= Math.min(FAMILY, last); i++) {
        spans[last - i] = next();
      }
    }
  }

  /** A span that has begun, with all its attributes. */
  Span next() {
    boolean root = made % FAMILY == 0;
    Span span =
        tracer
            .spanBuilder("chat gpt-4o")
            .setParent(root ? Context.root() : parent)
            .setAttribute(TEXTS.get(0), "chat")
            .startSpan();
    if (root) {
      parent = Context.root().with(span);
    }
    String number = Long.toString(made++);
    for (int i = 1; i < TEXTS.size(); i++) {
      span.setAttribute(TEXTS.get(i), "value-".concat(number));
    }
    for (AttributeKey<String> key : MESSAGES) {
      span.setAttribute(key, message(number));
    }
    for (int i = 0; i < NUMBERS.size(); i++) {
      span.setAttribute(NUMBERS.get(i), 1_000L + i);
    }
    return span;
  }

  private static String message(String number) {
    return new StringBuilder(MESSAGE.length())
        .append(MESSAGE, 0, NUMBER_AT)
        .append(number)
        .append(MESSAGE, NUMBER_AT + number.length(), MESSAGE.length())
        .toString();
  }

  private static List<AttributeKey<String>> texts(String... names) {
    List<AttributeKey<String>> keys = new ArrayList<>();
    for (String name : names) {
      keys.add(AttributeKey.stringKey(name));
    }
    return List.copyOf(keys);
  }
}
