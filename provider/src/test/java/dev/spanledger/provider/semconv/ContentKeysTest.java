// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Without content capture nothing is stored of what people and tools said. */
class ContentKeysTest {
  private static final String MARKER = "MARKER";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gen_ai.input.messages",
        "gen_ai.output.messages.0.content",
        "gen_ai.system_instructions",
        "gen_ai.tool.definitions",
        "gen_ai.tool.call.arguments",
        "gen_ai.tool.call.result",
        "gen_ai.prompt",
        "gen_ai.prompt.0.content",
        "gen_ai.completion.0.tool_calls.0.arguments",
        "llm.input_messages.0.message.contents.0.message_content.text",
        "llm.output_messages.0.message.content",
        "llm.invocation_parameters",
        "llm.prompt_template.variables",
        "llm.tools.0.tool.json_schema",
        "input.value",
        "output.value",
        "retrieval.documents.0.document.content",
        "embedding.embeddings.0.embedding.text",
        "tool.parameters",
        "langfuse.observation.input",
        "langfuse.trace.output",
        "langfuse.observation.metadata.note",
        "traceloop.entity.input",
        "traceloop.entity.output",
        "mlflow.spanInputs",
        "mlflow.spanOutputs",
        "ai.prompt.messages",
        "ai.prompt.tools",
        "ai.response.text",
        "ai.response.toolCalls",
        "ai.toolCall.args",
        "ai.values",
        "ai.telemetry.metadata.note",
        "spring.ai.tool.call.arguments",
        "db.vector.query.content",
        "spring.ai.alibaba.graph.state",
        "koog.node.input",
        "koog.subgraph.output",
        "gcp.vertex.agent.llm_request",
        "gcp.vertex.agent.tool_response",
        "gcp.vertex.agent.data",
        "agentscope.function.input",
        "genkit:input",
        "genkit:output",
        "user_prompt",
        "new_context",
        "response.model_output",
        "tool_input",
        "full_command",
        "gen_ai.agent.a2a.request",
        "mcp.request.argument",
        "pydantic_ai.all_messages",
        "all_messages_events",
        "final_result",
        "tool_arguments",
        "model_request_parameters",
        "embabel.rag.query",
        "crewai.task.description",
        "crew_tasks",
        "metadata",
        "litellm.metadata.note",
        "db.statement",
        "gen_ai.memory.records",
        "spanledger.input"
      })
  void contentIsDropped(String key) {
    SpanRow row =
        Described.basic(
            "gen_ai.operation.name=chat;;"
                + key
                + "="
                + MARKER
                + ";;@event=e,"
                + key
                + "="
                + MARKER);
    for (var column : SpanColumns.class.getFields()) {
      assertThat(String.valueOf(valueOf(row, column))).doesNotContain(MARKER);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gen_ai.request.model",
    "gen_ai.prompt.name",
    "gen_ai.prompt.version",
    "gen_ai.tool.name",
    "langfuse.observation.type",
    "ai.telemetry.functionId",
    "traceloop.entity.name",
    "mlflow.spanType",
    "spring.ai.kind"
  })
  void whatIsNoContentIsKept(String key) {
    SpanRow row = Described.basic(key + "=" + MARKER);
    boolean kept = false;
    for (var column : SpanColumns.class.getFields()) {
      kept |= String.valueOf(valueOf(row, column)).contains(MARKER);
    }
    assertThat(kept).isTrue();
  }

  private static Object valueOf(SpanRow row, java.lang.reflect.Field column) {
    try {
      return String.valueOf(row.get((dev.spanledger.schema.Column<?>) column.get(null)));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
