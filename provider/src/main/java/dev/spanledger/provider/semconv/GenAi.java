// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

/**
 * OpenTelemetry's semantic conventions for generative AI, the newest names
 * (semantic-conventions-genai, "Development"), and the names of other OpenTelemetry conventions
 * that they build on.
 */
final class GenAi {
  static final String OPERATION_NAME = "gen_ai.operation.name";
  static final String PROVIDER_NAME = "gen_ai.provider.name";
  static final String REQUEST_MODEL = "gen_ai.request.model";
  static final String RESPONSE_MODEL = "gen_ai.response.model";
  static final String FINISH_REASONS = "gen_ai.response.finish_reasons";
  static final String TEMPERATURE = "gen_ai.request.temperature";
  static final String MAX_TOKENS = "gen_ai.request.max_tokens";
  static final String STREAM = "gen_ai.request.stream";

  /** Seconds. */
  static final String TIME_TO_FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";

  static final String INPUT_TOKENS = "gen_ai.usage.input_tokens";
  static final String OUTPUT_TOKENS = "gen_ai.usage.output_tokens";
  static final String CACHE_READ_TOKENS = "gen_ai.usage.cache_read.input_tokens";
  static final String CACHE_WRITE_TOKENS = "gen_ai.usage.cache_write.input_tokens";
  static final String REASONING_TOKENS = "gen_ai.usage.reasoning.output_tokens";

  static final String INPUT_MESSAGES = "gen_ai.input.messages";
  static final String OUTPUT_MESSAGES = "gen_ai.output.messages";
  static final String SYSTEM_INSTRUCTIONS = "gen_ai.system_instructions";
  static final String TOOL_DEFINITIONS = "gen_ai.tool.definitions";

  static final String AGENT_NAME = "gen_ai.agent.name";
  static final String AGENT_ID = "gen_ai.agent.id";
  static final String AGENT_CALL_ID = "gen_ai.agent.call.id";
  static final String CONVERSATION_ID = "gen_ai.conversation.id";
  static final String WORKFLOW_NAME = "gen_ai.workflow.name";

  static final String TOOL_NAME = "gen_ai.tool.name";
  static final String TOOL_CALL_ID = "gen_ai.tool.call.id";
  static final String TOOL_TYPE = "gen_ai.tool.type";
  static final String TOOL_ARGUMENTS = "gen_ai.tool.call.arguments";
  static final String TOOL_RESULT = "gen_ai.tool.call.result";

  static final String RETRIEVAL_QUERY = "gen_ai.retrieval.query.text";
  static final String RETRIEVAL_TOP_K = "gen_ai.retrieval.top_k";
  static final String RETRIEVAL_DOCUMENTS = "gen_ai.retrieval.documents";

  static final String SESSION_ID = "session.id";
  static final String USER_ID = "user.id";
  static final String ENDUSER_ID = "enduser.id";
  static final String MCP_METHOD = "mcp.method.name";
  static final String SERVER_ADDRESS = "server.address";
  static final String ERROR_TYPE = "error.type";
  static final String EXCEPTION_TYPE = "exception.type";
  static final String EXCEPTION_MESSAGE = "exception.message";
  static final String SERVICE_NAME = "service.name";
  static final String ENVIRONMENT_NAME = "deployment.environment.name";
  static final String ENVIRONMENT = "deployment.environment";

  private GenAi() {}
}
