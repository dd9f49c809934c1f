// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spanledger.testkit.spans.SpanMother;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A support agent that talks to one customer for many turns: in each the customer asks, the model
 * chooses a tool, the tool answers, and the model replies. Every model call sends the system
 * prompt, all tool definitions and the whole conversation, as agents do; an answer comes back
 * without its finish reason, as the conventions say. The same text every time.
 */
public final class LongRun {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final AttributeKey<List<String>> FINISH_REASONS =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
  private static final String MODEL = "gpt-4o";

  private final SpanMother mother;
  private final Prose prose = new Prose(7);
  private final String instructions = JSON.arrayNode().add(text(prose.paragraphs(12))).toString();
  private final String tools = prose.toolDefinitions().toString();
  private final ArrayNode conversation = JSON.arrayNode();
  private final Consumer<Runnable> ends;

  // The mother is not closed: that would shut the processor down, which is the caller's.
  private LongRun(SpanMother mother, Consumer<Runnable> ends) {
    this.mother = mother;
    this.ends = ends;
  }

  public static void play(SpanProcessor processor, int turns) {
    new LongRun(SpanMother.into(processor), Runnable::run).play(turns);
  }

  /** Starts every span now, and returns what ends them, in the order of their times. */
  public static List<Runnable> started(SpanProcessor processor, int turns) {
    List<Runnable> ends = new ArrayList<>();
    new LongRun(SpanMother.into(processor), ends::add).play(turns);
    return ends;
  }

  private void play(int turns) {
    Span agent =
        span("invoke_agent support", Context.root())
            .setAttribute("gen_ai.operation.name", "invoke_agent")
            .setAttribute("gen_ai.agent.name", "support")
            .setAttribute("gen_ai.conversation.id", "conversation-1")
            .startSpan();
    for (int turn = 1; turn <= turns; turn++) {
      turn(turn, Context.root().with(agent));
    }
    end(agent);
  }

  private void end(Span span) {
    long now = mother.clock().now();
    ends.accept(() -> span.end(now, TimeUnit.NANOSECONDS));
  }

  private void turn(int number, Context run) {
    conversation.add(message("user", text(prose.sentences(2))));
    String tool = Prose.TOOLS.get(number % Prose.TOOLS.size());
    String callId = "call_%08x".formatted(number * 0x9E3779B1);
    ObjectNode arguments = prose.arguments();
    ObjectNode call = part("tool_call").put("id", callId).put("name", tool);
    call.set("arguments", arguments);
    chat(run, "tool_call", message("assistant", call));
    ObjectNode result = prose.record();
    tool(run, tool, callId, arguments, result);
    ObjectNode response = part("tool_call_response").put("id", callId);
    response.set("response", result);
    conversation.add(message("tool", response));
    chat(run, "stop", message("assistant", text(prose.sentences(4))));
  }

  private void chat(Context run, String finishReason, ObjectNode answer) {
    String prompt = conversation.toString();
    Span chat =
        span("chat " + MODEL, run)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("gen_ai.operation.name", "chat")
            .setAttribute("gen_ai.provider.name", "openai")
            .setAttribute("gen_ai.request.model", MODEL)
            .setAttribute("gen_ai.request.temperature", 0.2)
            .setAttribute("gen_ai.system_instructions", instructions)
            .setAttribute("gen_ai.tool.definitions", tools)
            .setAttribute("gen_ai.input.messages", prompt)
            .startSpan();
    mother.clock().advance(Duration.ofMillis(900));
    ObjectNode output = answer.deepCopy().put("finish_reason", finishReason);
    chat.setAttribute("gen_ai.response.model", MODEL)
        .setAttribute("gen_ai.response.id", "chatcmpl-%08x".formatted(prompt.hashCode()))
        .setAttribute(FINISH_REASONS, List.of(finishReason))
        .setAttribute("gen_ai.usage.input_tokens", prompt.length() / 4L)
        .setAttribute("gen_ai.usage.output_tokens", output.toString().length() / 4L)
        .setAttribute("gen_ai.output.messages", JSON.arrayNode().add(output).toString());
    end(chat);
    conversation.add(answer);
  }

  private void tool(
      Context run, String tool, String callId, ObjectNode arguments, ObjectNode result) {
    Span call =
        span("execute_tool " + tool, run)
            .setAttribute("gen_ai.operation.name", "execute_tool")
            .setAttribute("gen_ai.tool.name", tool)
            .setAttribute("gen_ai.tool.type", "function")
            .setAttribute("gen_ai.tool.call.id", callId)
            .setAttribute("gen_ai.tool.call.arguments", arguments.toString())
            .startSpan();
    mother.clock().advance(Duration.ofMillis(80));
    call.setAttribute("gen_ai.tool.call.result", result.toString());
    end(call);
  }

  private SpanBuilder span(String name, Context parent) {
    return mother.tracer().spanBuilder(name).setParent(parent);
  }

  private static ObjectNode message(String role, ObjectNode part) {
    ObjectNode message = JSON.objectNode().put("role", role);
    message.set("parts", JSON.arrayNode().add(part));
    return message;
  }

  private static ObjectNode text(String content) {
    return part("text").put("content", content);
  }

  private static ObjectNode part(String type) {
    return JSON.objectNode().put("type", type);
  }
}
