// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.List;

/**
 * An agent's run that a test plays step by step: each step starts and ends one real span, moves the
 * mother's clock, and adds to the conversation that every later model call sends whole.
 *
 * <p>Request attributes are there when a span starts, response attributes when it ends. Tokens are
 * a quarter of the characters of the JSON. Used by one thread.
 */
public final class AgentRun implements AutoCloseable {
  private static final int CHARACTERS_A_TOKEN = 4;

  private final SpanMother mother;
  private final Span span;
  private final Context context;
  private final Messages conversation;
  private String model = "gpt-4o";
  private String provider = "openai";
  private String instructions = "You are a helpful agent.";

  private AgentRun(SpanMother mother, Span span, Context parent, Messages conversation) {
    this.mother = mother;
    this.span = span;
    this.context = parent.with(span);
    this.conversation = conversation;
  }

  static AgentRun start(SpanMother mother, String agent, Context parent) {
    SpanBuilder builder =
        mother
            .tracer()
            .spanBuilder("invoke_agent " + agent)
            .setParent(parent)
            .setAttribute(GenAi.OPERATION, "invoke_agent")
            .setAttribute(GenAi.AGENT_NAME, agent);
    return new AgentRun(mother, builder.startSpan(), parent, new Messages());
  }

  /** Sets the provider and the model of later calls; {@code openai} and {@code gpt-4o} at first. */
  public AgentRun model(String newProvider, String newModel) {
    provider = newProvider;
    model = newModel;
    return this;
  }

  /** Sets the system instructions that later model calls send. */
  public AgentRun instructions(String text) {
    instructions = text;
    return this;
  }

  /** Says on the agent's span whose session this is. */
  public AgentRun session(String conversationId, String userId) {
    span.setAttribute(GenAi.CONVERSATION, conversationId).setAttribute(GenAi.USER, userId);
    return this;
  }

  /** Starts a turn, a span below this one that carries on with the same conversation. Close it. */
  public AgentRun turn() {
    Span turn =
        mother
            .tracer()
            .spanBuilder("agent_step")
            .setParent(context)
            .setAttribute(GenAi.OPERATION, "agent_step")
            .startSpan();
    return inherit(new AgentRun(mother, turn, context, conversation));
  }

  /** Starts another agent below this one, with a conversation of its own. Close it. */
  public AgentRun subAgent(String agent) {
    return inherit(start(mother, agent, context));
  }

  /** Adds what the user says to the conversation; makes no span. */
  public AgentRun ask(String question) {
    conversation.add(Messages.user(question));
    return this;
  }

  /** Calls the model, which answers. One span. */
  public AgentRun chat(String answer) {
    answer(startChat(), Messages.assistant(answer), "stop");
    return this;
  }

  /** Calls the model, which asks for a tool, and then calls the tool. Two spans. */
  public AgentRun tool(String tool, String arguments, String result) {
    String callId = chooseTool(tool, arguments);
    Span call = startTool(tool, callId, arguments);
    call.setAttribute(GenAi.TOOL_RESULT, result).end();
    conversation.add(Messages.toolResponse(callId, result));
    return this;
  }

  /** Like {@link #tool}, but the tool throws. Two spans, the second with status ERROR. */
  public AgentRun failingTool(String tool, String arguments, Throwable failure) {
    String callId = chooseTool(tool, arguments);
    fail(startTool(tool, callId, arguments), failure);
    conversation.add(Messages.toolResponse(callId, "Error: " + failure.getMessage()));
    return this;
  }

  /** Calls the model, which fails. One span with status ERROR and no usage. */
  public AgentRun failingChat(Throwable failure) {
    fail(startChat(), failure);
    return this;
  }

  /** Ends the run with status ERROR; {@link #close()} then does nothing. */
  public void fail(Throwable failure) {
    fail(span, failure);
  }

  /** Ends the run's span. */
  @Override
  public void close() {
    span.end();
  }

  /** Returns the run's own span. */
  public SpanContext spanContext() {
    return span.getSpanContext();
  }

  /** Returns a context in which the run's span is current, for spans made by other means. */
  public Context context() {
    return context;
  }

  private AgentRun inherit(AgentRun below) {
    return below.model(provider, model).instructions(instructions);
  }

  private String chooseTool(String tool, String arguments) {
    String callId = "call_" + mother.nextId();
    Span chat = startChat().setAttribute(GenAi.TOOLS, Messages.toolDefinition(tool));
    answer(chat, Messages.toolCall(callId, tool, arguments), "tool_call");
    return callId;
  }

  private Span startChat() {
    Span chat =
        mother
            .tracer()
            .spanBuilder("chat " + model)
            .setParent(context)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(GenAi.OPERATION, "chat")
            .setAttribute(GenAi.PROVIDER, provider)
            .setAttribute(GenAi.REQUEST_MODEL, model)
            .setAttribute(GenAi.TEMPERATURE, 0.0)
            .setAttribute(GenAi.INSTRUCTIONS, Messages.instructions(instructions))
            .setAttribute(GenAi.INPUT, conversation.json())
            .startSpan();
    mother.pass(400, 2_000);
    return chat;
  }

  private void answer(Span chat, ObjectNode message, String finishReason) {
    String output = Messages.json(message);
    chat.setAttribute(GenAi.RESPONSE_MODEL, model)
        .setAttribute(GenAi.RESPONSE_ID, "chatcmpl-" + mother.nextId())
        .setAttribute(GenAi.FINISH_REASONS, List.of(finishReason))
        .setAttribute(GenAi.INPUT_TOKENS, tokens(instructions + conversation.json()))
        .setAttribute(GenAi.OUTPUT_TOKENS, tokens(output))
        .setAttribute(GenAi.OUTPUT, output)
        .end();
    conversation.add(message);
  }

  private Span startTool(String tool, String callId, String arguments) {
    Span call =
        mother
            .tracer()
            .spanBuilder("execute_tool " + tool)
            .setParent(context)
            .setAttribute(GenAi.OPERATION, "execute_tool")
            .setAttribute(GenAi.TOOL_NAME, tool)
            .setAttribute(GenAi.TOOL_TYPE, "function")
            .setAttribute(GenAi.TOOL_CALL, callId)
            .setAttribute(GenAi.TOOL_ARGUMENTS, arguments)
            .startSpan();
    mother.pass(20, 300);
    return call;
  }

  private static void fail(Span span, Throwable failure) {
    span.recordException(failure)
        .setAttribute(GenAi.ERROR_TYPE, failure.getClass().getName())
        .setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()))
        .end();
  }

  private static long tokens(String json) {
    return json.length() / CHARACTERS_A_TOKEN;
  }
}
