// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.util.List;
import java.util.Set;

/**
 * Which attributes carry what people and tools said, in any convention that is known: without
 * content capture, none of them is kept. A name that is new to us is kept, so a convention's
 * content attributes are listed here before it is read anywhere else.
 */
final class ContentKeys {
  private static final Set<String> NAMES =
      Set.of(
          Own.INPUT,
          Own.OUTPUT,
          GenAi.INPUT_MESSAGES,
          GenAi.OUTPUT_MESSAGES,
          GenAi.SYSTEM_INSTRUCTIONS,
          GenAi.TOOL_DEFINITIONS,
          GenAi.TOOL_ARGUMENTS,
          GenAi.TOOL_RESULT,
          "gen_ai.tool.description",
          GenAi.RETRIEVAL_QUERY,
          GenAi.RETRIEVAL_DOCUMENTS,
          "gen_ai.memory.query.text",
          "gen_ai.memory.records",
          "gen_ai.evaluation.explanation",
          "gen_ai.agent.description",
          "gen_ai.prompt",
          "gen_ai.completion",
          "gen_ai.event.content",
          "event.body",
          "event_body",
          "gen_ai.tool.input",
          "gen_ai.tool.output",
          "gen_ai.task.input",
          "gen_ai.task.output",
          "gen_ai.guardrail.result.reason",
          "tool.parameters",
          "tool.description",
          "tool.json_schema",
          "tool_arguments",
          "tool_response",
          "tool_input",
          "full_command",
          "file_path",
          "skill_name",
          "subagent_type",
          "diff",
          "litellm.guardrail.response",
          "llm.function_call",
          "llm.headers",
          "db.query.result.metadata",
          "tool.output",
          "pydantic_ai.all_messages",
          "all_messages_events",
          "events",
          "final_result",
          "prompt",
          "request_data",
          "response_data",
          "model_request_parameters",
          "user_prompt",
          "new_context",
          "response.model_output",
          "embabel.rag.query",
          "reranker.query",
          "mcp.request.argument",
          "mcp.response.value",
          "db.query.text",
          "db.statement",
          "db.vector.query.content",
          "db.query.result.document",
          "embabel.tool.error.message",
          "metadata",
          "state",
          "message",
          "messages",
          "content",
          "body",
          "input",
          "output",
          "tool_calls");

  private static final List<String> PREFIXES =
      List.of(
          "gen_ai.prompt.",
          "gen_ai.completion.",
          "gen_ai.content.",
          "gen_ai.agent.a2a.request",
          "gen_ai.agent.a2a.response",
          "gen_ai.headers",
          "gcp.vertex.agent.llm_",
          "gcp.vertex.agent.tool_",
          "gcp.vertex.agent.data",
          "input.",
          "output.",
          "llm.input_messages",
          "llm.output_messages",
          "llm.prompts",
          "llm.prompt.",
          "llm.completions",
          "llm.choices",
          "llm.prompt_template",
          "llm.tools",
          "llm.request.functions",
          "retrieval.documents",
          "reranker.input_documents",
          "reranker.output_documents",
          "embedding.embeddings",
          "langfuse.observation.input",
          "langfuse.observation.output",
          "langfuse.observation.metadata",
          "langfuse.observation.prompt",
          "langfuse.trace.input",
          "langfuse.trace.output",
          "langfuse.trace.metadata",
          "traceloop.entity.input",
          "traceloop.entity.output",
          "traceloop.prompt",
          "mlflow.spanInputs",
          "mlflow.spanOutputs",
          "mlflow.traceInputs",
          "mlflow.traceOutputs",
          "mlflow.chat.tools",
          "ai.prompt",
          "ai.response.text",
          "ai.response.object",
          "ai.response.toolCalls",
          "ai.response.reasoning",
          "ai.response.files",
          "ai.result.",
          "ai.toolCall.args",
          "ai.toolCall.result",
          "ai.value",
          "ai.embedding",
          "ai.documents",
          "ai.ranking",
          "ai.request.headers",
          "koog.node.input",
          "koog.node.output",
          "koog.subgraph.input",
          "koog.subgraph.output",
          "agentscope.function.input",
          "agentscope.function.output",
          "spring.ai.alibaba.graph.state",
          "spring.ai.alibaba.graph.output",
          "spring.ai.tool.call.arguments",
          "spring.ai.tool.call.result",
          "spring.ai.tool.definition.description",
          "spring.ai.tool.definition.schema",
          "db.vector.query.response",
          "genkit:input",
          "genkit:output",
          "evaluations.",
          "annotations.",
          "trace.evaluations.",
          "trace.annotations.",
          "session.evaluations.",
          "session.annotations.",
          "hidden_params",
          "metadata.hidden_params");

  /**
   * Behind a provider's name: {@code llm.openai.messages}, a request and its reply as they went.
   */
  private static final Set<String> RAW =
      Set.of(
          "messages",
          "choices",
          "content",
          "contents",
          "candidates",
          "input",
          "output",
          "prompt",
          "system",
          "tools",
          "data");

  /** Not a provider: {@code llm.token_count.prompt}. */
  private static final Set<String> COUNTS = Set.of("token_count", "cost", "usage");

  /** Behind an index: {@code gen_ai.tool.0.description}. */
  private static final Set<String> OF_TOOL = Set.of("description", "parameters");

  private ContentKeys() {}

  static boolean isContent(String key) {
    if (NAMES.contains(key) || isPartOfContent(key) || isPartOfCall(key)) {
      return true;
    }
    for (String prefix : PREFIXES) {
      if (key.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** Names with a varying part in the middle. */
  private static boolean isPartOfCall(String key) {
    String[] parts = key.split("\\.", 5);
    boolean call = parts.length >= 3 && parts[0].equals("llm") && !COUNTS.contains(parts[1]);
    return (call && RAW.contains(parts[2]))
        || (parts.length >= 4 && key.startsWith("gen_ai.tool.") && OF_TOOL.contains(parts[3]));
  }

  /**
   * Lists and trees come flattened, too: {@code gen_ai.input.messages.0.content}. Names of one word
   * are too common to say anything about what follows them.
   */
  private static boolean isPartOfContent(String key) {
    int first = key.indexOf('.');
    for (int dot = key.lastIndexOf('.'); dot > first; dot = key.lastIndexOf('.', dot - 1)) {
      if (NAMES.contains(key.substring(0, dot))) {
        return true;
      }
    }
    return false;
  }
}
