// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import static dev.spanledger.provider.messages.AttributeShape.input;
import static dev.spanledger.provider.messages.AttributeShape.output;
import static dev.spanledger.provider.messages.AttributeShape.quotedInput;
import static dev.spanledger.provider.messages.AttributeShape.quotedOutput;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where messages are looked for: the first place that has any wins. Structured messages first, then
 * whatever a model call took and gave.
 */
final class Shapes {
  static final List<Shape> INPUT =
      List.of(
          input("langfuse.observation.input").ofModelCalls(),
          input("gen_ai.input.messages"),
          Events.INPUT,
          OpenInference.INPUT,
          OpenInference.PROMPTS,
          input("ai.prompt.messages"),
          input("ai.prompt"),
          Traceloop.INPUT,
          input("gen_ai.prompt"),
          input("gcp.vertex.agent.llm_request"),
          input("gcp.vertex.agent.data").ofModelCalls(),
          Pydantic.INPUT,
          Pydantic.EVENTS_INPUT,
          input("prompt").ofModelCalls(),
          input("request_data").ofModelCalls(),
          quotedInput("mlflow.spanInputs").ofModelCalls(),
          quotedInput("traceloop.entity.input").ofModelCalls(),
          input("input.value").ofModelCalls(),
          input("koog.node.input").ofModelCalls(),
          input("koog.subgraph.input").ofModelCalls(),
          input("agentscope.function.input").ofModelCalls(),
          input("spring.ai.alibaba.graph.state").ofModelCalls(),
          new EventShape("start", Direction.INPUT).ofModelCalls(),
          quotedInput("genkit:input").ofModelCalls(),
          input("user_prompt").ofModelCalls(),
          input("new_context").ofModelCalls(),
          input("gen_ai.agent.a2a.request").ofModelCalls(),
          input("input").ofScopes("pydantic", "pipecat").ofModelCalls());

  static final List<Shape> OUTPUT =
      List.of(
          output("langfuse.observation.output").ofModelCalls(),
          output("gen_ai.output.messages"),
          Events.OUTPUT,
          OpenInference.OUTPUT,
          OpenInference.CHOICES,
          Vercel.OUTPUT,
          Vercel.OLD_OUTPUT,
          Traceloop.OUTPUT,
          output("gen_ai.completion"),
          output("gcp.vertex.agent.llm_response"),
          Pydantic.OUTPUT,
          output("final_result").ofScopes("pydantic"),
          Pydantic.EVENTS_OUTPUT,
          output("response_data").ofModelCalls(),
          quotedOutput("mlflow.spanOutputs").ofModelCalls(),
          quotedOutput("traceloop.entity.output").ofModelCalls(),
          output("output.value").ofModelCalls(),
          output("koog.node.output").ofModelCalls(),
          output("koog.subgraph.output").ofModelCalls(),
          output("agentscope.function.output").ofModelCalls(),
          output("spring.ai.alibaba.graph.output").ofModelCalls(),
          new EventShape("end", Direction.OUTPUT).ofModelCalls(),
          quotedOutput("genkit:output").ofModelCalls(),
          output("response.model_output").ofModelCalls(),
          output("gen_ai.agent.a2a.response").ofModelCalls(),
          output("output").ofScopes("pydantic", "pipecat").ofModelCalls());

  private Shapes() {}

  static @Nullable Found first(List<Shape> shapes, MessageSource source) {
    for (Shape shape : shapes) {
      Found found = shape.read(source);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
