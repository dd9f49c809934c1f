// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/** The attribute names: OpenTelemetry's GenAI conventions, and ours where they have no name. */
final class GenAi {

  static final AttributeKey<String> OPERATION_NAME = stringKey("gen_ai.operation.name");
  static final AttributeKey<String> PROVIDER_NAME = stringKey("gen_ai.provider.name");

  static final AttributeKey<String> REQUEST_MODEL = stringKey("gen_ai.request.model");
  static final AttributeKey<Double> REQUEST_TEMPERATURE = doubleKey("gen_ai.request.temperature");
  static final AttributeKey<Double> REQUEST_TOP_P = doubleKey("gen_ai.request.top_p");
  static final AttributeKey<Long> REQUEST_MAX_TOKENS = longKey("gen_ai.request.max_tokens");
  static final AttributeKey<Boolean> REQUEST_STREAM = booleanKey("gen_ai.request.stream");

  static final AttributeKey<String> RESPONSE_MODEL = stringKey("gen_ai.response.model");
  static final AttributeKey<String> RESPONSE_ID = stringKey("gen_ai.response.id");
  static final AttributeKey<Double> RESPONSE_TIME_TO_FIRST_CHUNK =
      doubleKey("gen_ai.response.time_to_first_chunk");
  static final AttributeKey<List<String>> RESPONSE_FINISH_REASONS =
      stringArrayKey("gen_ai.response.finish_reasons");

  static final AttributeKey<Long> USAGE_INPUT_TOKENS = longKey("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> USAGE_OUTPUT_TOKENS = longKey("gen_ai.usage.output_tokens");
  static final AttributeKey<Long> USAGE_CACHE_READ_INPUT_TOKENS =
      longKey("gen_ai.usage.cache_read.input_tokens");
  static final AttributeKey<Long> USAGE_CACHE_WRITE_INPUT_TOKENS =
      longKey("gen_ai.usage.cache_write.input_tokens");
  static final AttributeKey<Long> USAGE_REASONING_OUTPUT_TOKENS =
      longKey("gen_ai.usage.reasoning.output_tokens");

  static final AttributeKey<String> INPUT_MESSAGES = stringKey("gen_ai.input.messages");
  static final AttributeKey<String> OUTPUT_MESSAGES = stringKey("gen_ai.output.messages");
  static final AttributeKey<String> SYSTEM_INSTRUCTIONS = stringKey("gen_ai.system_instructions");
  static final AttributeKey<String> TOOL_DEFINITIONS = stringKey("gen_ai.tool.definitions");

  static final AttributeKey<String> AGENT_NAME = stringKey("gen_ai.agent.name");
  static final AttributeKey<String> AGENT_ID = stringKey("gen_ai.agent.id");
  static final AttributeKey<String> AGENT_DESCRIPTION = stringKey("gen_ai.agent.description");
  static final AttributeKey<String> CONVERSATION_ID = stringKey("gen_ai.conversation.id");
  static final AttributeKey<String> SESSION_ID = stringKey("session.id");
  static final AttributeKey<String> USER_ID = stringKey("user.id");

  static final AttributeKey<String> TOOL_NAME = stringKey("gen_ai.tool.name");
  static final AttributeKey<String> TOOL_TYPE = stringKey("gen_ai.tool.type");
  static final AttributeKey<String> TOOL_DESCRIPTION = stringKey("gen_ai.tool.description");
  static final AttributeKey<String> TOOL_CALL_ID = stringKey("gen_ai.tool.call.id");
  static final AttributeKey<String> TOOL_CALL_ARGUMENTS = stringKey("gen_ai.tool.call.arguments");
  static final AttributeKey<String> TOOL_CALL_RESULT = stringKey("gen_ai.tool.call.result");

  static final AttributeKey<String> DATA_SOURCE_ID = stringKey("gen_ai.data_source.id");
  static final AttributeKey<String> RETRIEVAL_QUERY_TEXT = stringKey("gen_ai.retrieval.query.text");
  static final AttributeKey<Long> RETRIEVAL_TOP_K = longKey("gen_ai.retrieval.top_k");
  static final AttributeKey<String> RETRIEVAL_DOCUMENTS = stringKey("gen_ai.retrieval.documents");

  static final AttributeKey<String> HANDOFF_FROM_AGENT = stringKey("gen_ai.handoff.from_agent");
  static final AttributeKey<String> HANDOFF_TO_AGENT = stringKey("gen_ai.handoff.to_agent");

  static final AttributeKey<String> GUARDRAIL_NAME = stringKey("gen_ai.guardrail.name");
  static final AttributeKey<String> GUARDRAIL_RESULT = stringKey("gen_ai.guardrail.result.value");
  static final AttributeKey<String> GUARDRAIL_REASON = stringKey("gen_ai.guardrail.result.reason");

  static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");

  static final AttributeKey<String> SPAN_KIND = stringKey("spanledger.span.kind");
  static final AttributeKey<Long> TURN_INDEX = longKey("spanledger.turn.index");
  static final AttributeKey<String> TASK_NAME = stringKey("spanledger.task.name");
  static final AttributeKey<String> INPUT = stringKey("spanledger.input");
  static final AttributeKey<String> OUTPUT = stringKey("spanledger.output");

  private GenAi() {}
}
