// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The columns of {@code agent_spans}, in the order of its script, and after them the values that a
 * span brings along but that are stored elsewhere. Adding a column is one line here and one in each
 * dialect's script.
 */
public final class SpanColumns {
  private static final Column.Table TABLE = new Column.Table();

  // identity
  public static final Column<String> TRACE_ID = TABLE.id("trace_id");
  public static final Column<String> SPAN_ID = TABLE.id("span_id");
  public static final Column<String> PARENT_SPAN_ID = TABLE.id("parent_span_id");
  public static final Column<String> NAME = TABLE.text("name");
  public static final Column<String> KIND = TABLE.id("kind");
  public static final Column<String> SUB_KIND = TABLE.id("sub_kind");
  public static final Column<String> OPERATION_NAME = TABLE.id("operation_name");
  public static final Column<String> CONVENTION = TABLE.id("convention");
  public static final Column<String> OTEL_KIND = TABLE.id("otel_kind");
  public static final Column<String> TRACE_STATE = TABLE.text("trace_state");
  public static final Column<Long> FLAGS = TABLE.smallint("flags");
  public static final Column<String> SCOPE_NAME = TABLE.text("scope_name");
  public static final Column<String> SCOPE_VERSION = TABLE.text("scope_version");
  // time
  public static final Column<Instant> START_TIME = TABLE.instant("start_time");
  public static final Column<Instant> END_TIME = TABLE.instant("end_time");
  public static final Column<Double> DURATION_MS = TABLE.real("duration_ms");
  public static final Column<Long> START_UNIX_NANO = TABLE.bigint("start_unix_nano");
  public static final Column<Long> END_UNIX_NANO = TABLE.bigint("end_unix_nano");
  public static final Column<Double> SELF_DURATION_MS = TABLE.real("self_duration_ms");
  public static final Column<Boolean> TIME_REPAIRED = TABLE.bool("time_repaired");
  // outcome
  public static final Column<String> STATUS = TABLE.id("status");
  public static final Column<String> STATUS_MESSAGE = TABLE.text("status_message");
  public static final Column<String> ERROR_TYPE = TABLE.text("error_type");
  public static final Column<String> ERROR_MESSAGE = TABLE.text("error_message");
  public static final Column<String> ERROR_STACK = TABLE.text("error_stack");
  public static final Column<String> LEVEL = TABLE.id("level");
  public static final Column<Long> RETRY_COUNT = TABLE.integer("retry_count");
  // who
  public static final Column<String> SESSION_ID = TABLE.id("session_id");
  public static final Column<String> USER_ID = TABLE.id("user_id");
  public static final Column<String> TENANT_ID = TABLE.id("tenant_id");
  public static final Column<String> RUN_ID = TABLE.id("run_id");
  public static final Column<String> CONVERSATION_ID = TABLE.id("conversation_id");
  public static final Column<String> AGENT_NAME = TABLE.id("agent_name");
  public static final Column<String> AGENT_ID = TABLE.id("agent_id");
  public static final Column<String> AGENT_VERSION = TABLE.id("agent_version");
  public static final Column<String> AGENT_DESCRIPTION = TABLE.text("agent_description");
  public static final Column<String> OWNER_AGENT_NAME = TABLE.id("owner_agent_name");
  public static final Column<String> PARENT_AGENT_NAME = TABLE.id("parent_agent_name");
  public static final Column<String> WORKFLOW_NAME = TABLE.id("workflow_name");
  public static final Column<String> TASK_NAME = TABLE.id("task_name");
  public static final Column<String> HANDOFF_FROM = TABLE.id("handoff_from");
  public static final Column<String> HANDOFF_TO = TABLE.id("handoff_to");
  public static final Column<String> SERVICE_NAME = TABLE.id("service_name");
  public static final Column<String> SERVICE_VERSION = TABLE.id("service_version");
  public static final Column<String> ENVIRONMENT = TABLE.id("environment");
  public static final Column<String> RELEASE = TABLE.id("release");
  public static final Column<String> PROJECT = TABLE.id("project");
  public static final Column<String> BUILD = TABLE.id("build");
  public static final Column<List<String>> TAGS = TABLE.texts("tags");
  public static final Column<String> METADATA = TABLE.json("metadata");
  // model
  public static final Column<String> PROVIDER = TABLE.id("provider");
  public static final Column<String> MODEL = TABLE.id("model");
  public static final Column<String> REQUEST_MODEL = TABLE.id("request_model");
  public static final Column<String> RESPONSE_MODEL = TABLE.id("response_model");
  public static final Column<String> RESPONSE_ID = TABLE.id("response_id");
  public static final Column<String> PREVIOUS_RESPONSE_ID = TABLE.id("previous_response_id");
  public static final Column<List<String>> FINISH_REASONS = TABLE.texts("finish_reasons");
  public static final Column<Double> TEMPERATURE = TABLE.real("temperature");
  public static final Column<Double> TOP_P = TABLE.real("top_p");
  public static final Column<Double> TOP_K = TABLE.real("top_k");
  public static final Column<Double> FREQUENCY_PENALTY = TABLE.real("frequency_penalty");
  public static final Column<Double> PRESENCE_PENALTY = TABLE.real("presence_penalty");
  public static final Column<Long> SEED = TABLE.bigint("seed");
  public static final Column<Long> CHOICE_COUNT = TABLE.bigint("choice_count");
  public static final Column<List<String>> STOP_SEQUENCES = TABLE.texts("stop_sequences");
  public static final Column<String> REASONING_LEVEL = TABLE.id("reasoning_level");
  public static final Column<String> OUTPUT_TYPE = TABLE.id("output_type");
  public static final Column<Long> MAX_TOKENS = TABLE.bigint("max_tokens");
  public static final Column<Boolean> STREAM = TABLE.bool("stream");
  public static final Column<Double> TTFT_MS = TABLE.real("ttft_ms");
  public static final Column<String> SERVICE_TIER = TABLE.id("service_tier");
  public static final Column<String> MODEL_PARAMS = TABLE.jsonb("model_params");
  public static final Column<String> SERVER_ADDRESS = TABLE.text("server_address");
  public static final Column<Long> SERVER_PORT = TABLE.integer("server_port");
  // usage
  public static final Column<Long> INPUT_TOKENS = TABLE.bigint("input_tokens");
  public static final Column<Long> OUTPUT_TOKENS = TABLE.bigint("output_tokens");
  public static final Column<Long> TOTAL_TOKENS = TABLE.bigint("total_tokens");
  public static final Column<Long> CACHE_READ_TOKENS = TABLE.bigint("cache_read_tokens");
  public static final Column<Long> CACHE_WRITE_TOKENS = TABLE.bigint("cache_write_tokens");
  public static final Column<Long> CACHE_WRITE_1H_TOKENS = TABLE.bigint("cache_write_1h_tokens");
  public static final Column<Long> REASONING_TOKENS = TABLE.bigint("reasoning_tokens");
  public static final Column<Long> AUDIO_INPUT_TOKENS = TABLE.bigint("audio_input_tokens");
  public static final Column<Long> AUDIO_OUTPUT_TOKENS = TABLE.bigint("audio_output_tokens");
  public static final Column<String> USAGE_DETAILS = TABLE.jsonb("usage_details");
  public static final Column<String> USAGE_BASIS = TABLE.id("usage_basis");
  public static final Column<String> USAGE_SCOPE = TABLE.id("usage_scope");
  public static final Column<Boolean> USAGE_COUNTED = TABLE.bool("usage_counted");
  public static final Column<BigDecimal> COST_USD = TABLE.decimal("cost_usd");
  public static final Column<BigDecimal> INPUT_COST_USD = TABLE.decimal("input_cost_usd");
  public static final Column<BigDecimal> OUTPUT_COST_USD = TABLE.decimal("output_cost_usd");
  public static final Column<BigDecimal> REPORTED_COST_USD = TABLE.decimal("reported_cost_usd");
  public static final Column<String> COST_CURRENCY = TABLE.id("cost_currency");
  public static final Column<String> COST_DETAILS = TABLE.jsonb("cost_details");
  public static final Column<String> COST_STATUS = TABLE.id("cost_status");
  public static final Column<String> PRICE_REF = TABLE.id("price_ref");
  // tool, MCP, retrieval
  public static final Column<String> TOOL_NAME = TABLE.id("tool_name");
  public static final Column<String> TOOL_CALL_ID = TABLE.id("tool_call_id");
  public static final Column<String> TOOL_TYPE = TABLE.id("tool_type");
  public static final Column<String> TOOL_DESCRIPTION = TABLE.text("tool_description");
  public static final Column<String> TOOL_SCHEMA = TABLE.json("tool_schema");
  public static final Column<String> MCP_METHOD = TABLE.id("mcp_method");
  public static final Column<String> MCP_SERVER = TABLE.text("mcp_server");
  public static final Column<String> MCP_SESSION_ID = TABLE.id("mcp_session_id");
  public static final Column<String> MCP_PROTOCOL_VERSION = TABLE.id("mcp_protocol_version");
  public static final Column<String> MCP_RESOURCE_URI = TABLE.text("mcp_resource_uri");
  public static final Column<String> MCP_TRANSPORT = TABLE.id("mcp_transport");
  public static final Column<String> JSONRPC_REQUEST_ID = TABLE.id("jsonrpc_request_id");
  public static final Column<String> RETRIEVAL_QUERY = TABLE.text("retrieval_query");
  public static final Column<Long> RETRIEVAL_TOP_K = TABLE.bigint("retrieval_top_k");
  public static final Column<Long> RETRIEVAL_COUNT = TABLE.bigint("retrieval_count");
  public static final Column<Double> RETRIEVAL_TOP_SCORE = TABLE.real("retrieval_top_score");
  public static final Column<String> DATA_SOURCE_ID = TABLE.id("data_source_id");
  public static final Column<Long> EMBEDDING_DIMENSIONS = TABLE.bigint("embedding_dimensions");
  public static final Column<String> MEMORY_STORE_ID = TABLE.id("memory_store_id");
  public static final Column<String> MEMORY_RECORD_ID = TABLE.id("memory_record_id");
  public static final Column<Long> MEMORY_RECORD_COUNT = TABLE.bigint("memory_record_count");
  public static final Column<String> MEMORY_QUERY = TABLE.text("memory_query");
  public static final Column<String> GUARDRAIL_NAME = TABLE.id("guardrail_name");
  public static final Column<String> GUARDRAIL_RESULT = TABLE.text("guardrail_result");
  public static final Column<String> A2A_TASK_ID = TABLE.id("a2a_task_id");
  public static final Column<String> A2A_MESSAGE_ID = TABLE.id("a2a_message_id");
  // content
  public static final Column<String> INPUT = TABLE.json("input");
  public static final Column<String> OUTPUT = TABLE.json("output");
  public static final Column<String> INPUT_PREVIEW = TABLE.text("input_preview");
  public static final Column<String> OUTPUT_PREVIEW = TABLE.text("output_preview");
  public static final Column<String> INPUT_MIME = TABLE.id("input_mime");
  public static final Column<String> OUTPUT_MIME = TABLE.id("output_mime");
  public static final Column<String> PROMPT_NAME = TABLE.id("prompt_name");
  public static final Column<String> PROMPT_VERSION = TABLE.id("prompt_version");
  public static final Column<String> PROMPT_TEMPLATE = TABLE.text("prompt_template");
  public static final Column<String> PROMPT_VARIABLES = TABLE.json("prompt_variables");
  // The writer's own: it sets the next three, and ATTRIBUTE_REFS, whatever a row says.
  public static final Column<List<UUID>> INPUT_REFS = TABLE.uuids("input_refs");
  public static final Column<List<UUID>> OUTPUT_REFS = TABLE.uuids("output_refs");
  public static final Column<String> OUTPUT_FINISH_REASON = TABLE.id("output_finish_reason");
  public static final Column<UUID> INSTRUCTIONS_REF = TABLE.uuid("instructions_ref");
  public static final Column<UUID> TOOLS_REF = TABLE.uuid("tools_ref");
  // rest
  public static final Column<String> ATTRIBUTES = TABLE.jsonb("attributes");
  public static final Column<String> ORIGINAL_ATTRIBUTES = TABLE.json("original_attributes");
  public static final Column<String> ATTRIBUTE_REFS = TABLE.jsonb("attribute_refs");
  public static final Column<String> EVENTS = TABLE.jsonb("events");
  public static final Column<String> LINKS = TABLE.jsonb("links");
  public static final Column<UUID> RESOURCE_REF = TABLE.uuid("resource_ref");
  public static final Column<UUID> SOURCE_REF = TABLE.uuid("source_ref");
  public static final Column<Long> DROPPED_ATTRIBUTES = TABLE.integer("dropped_attributes");
  public static final Column<Long> DROPPED_EVENTS = TABLE.integer("dropped_events");
  public static final Column<Long> DROPPED_LINKS = TABLE.integer("dropped_links");

  /** The columns that a writer fills; {@code ingested_at} is the database's own. */
  static final List<Column<?>> STORED = TABLE.columns();

  // Stored once a day in agent_contents; the view agent_spans_full puts them back.
  public static final Column<String> SYSTEM_INSTRUCTIONS = TABLE.json("system_instructions");
  public static final Column<String> TOOL_DEFINITIONS = TABLE.json("tool_definitions");
  public static final Column<String> RESOURCE = TABLE.json("resource");

  /**
   * How the row becomes the span again that it was: which attribute each column came from, and the
   * types that JSON does not tell. Written and read by {@code provider}.
   */
  public static final Column<String> SOURCE = TABLE.json("source");

  /** All that a row can hold, and the columns of the view {@code agent_spans_full}. */
  static final List<Column<?>> ALL = TABLE.columns();

  private SpanColumns() {}

  /** Every column of the view {@code agent_spans_full}, in the order of the script. */
  public static List<Column<?>> all() {
    return ALL;
  }

  /** The column of that name in SQL, or null. */
  public static @Nullable Column<?> named(String name) {
    for (Column<?> column : ALL) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    return null;
  }
}
