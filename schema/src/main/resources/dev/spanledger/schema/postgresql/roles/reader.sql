-- Spanledger, PostgreSQL: a role that reads numbers, names and times, and none of what was said.
--
-- Run as the owner of the tables, in the schema where they are, by psql, Flyway or Liquibase; again after every upgrade.
-- Then: CREATE ROLE grafana LOGIN PASSWORD '...'; GRANT spanledger_reader TO grafana;
-- It has to name columns: SELECT * is refused where some of them are.
-- Ids of users are names here. Where yours are e-mail addresses, afterwards: REVOKE SELECT (user_id) ON agent_spans FROM
-- spanledger_reader, likewise of agent_traces, agent_open_spans, agent_llm_calls and agent_tool_calls, and all of agent_sessions.

DO $$
BEGIN
  BEGIN
    CREATE ROLE spanledger_reader NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- a role belongs to the whole server: another database has made it
  END;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO spanledger_reader', current_schema());
END $$;

-- What an earlier version of this script granted, and this one does not.
REVOKE ALL ON
  agent_spans, agent_traces, agent_contents, agent_open_spans, agent_scores, agent_model_prices, agent_model_aliases,
  agent_quarantine, agent_usage_hourly, agent_usage_daily, agent_usage_stale, agent_maintenance, agent_erasures,
  spanledger_schema,
  agent_spans_full, agent_span_messages, agent_llm_calls, agent_tool_calls, agent_sessions,
  agent_usage_spans, agent_usage_by_hour, agent_usage_by_day, agent_duration_by_hour, agent_duration_by_day
FROM spanledger_reader;

-- Nothing in these was said by anybody.
GRANT SELECT ON
  agent_model_prices, agent_model_aliases, agent_usage_hourly, agent_usage_daily, agent_usage_stale, spanledger_schema,
  agent_sessions, agent_usage_spans, agent_usage_by_hour, agent_usage_by_day, agent_duration_by_hour, agent_duration_by_day
TO spanledger_reader;

-- refused of agent_spans_full: all
-- refused of agent_span_messages: all

-- Refused are texts that people, models, tools and exceptions say, every free JSON, and references to contents, which are
-- hashes: whoever can guess a text could tell by them who said it.
-- refused of agent_spans:
--   trace_state, status_message, error_message, error_stack, agent_description, metadata, stop_sequences, model_params,
--   usage_details, cost_details, tool_description, tool_schema, mcp_session_id, mcp_resource_uri, retrieval_query, memory_query,
--   input, output, input_preview, output_preview, prompt_template, prompt_variables, input_refs, output_refs, instructions_ref,
--   tools_ref, attributes, original_attributes, attribute_refs, events, links, resource_ref, source_ref
GRANT SELECT (
  trace_id, span_id, parent_span_id, name, kind, sub_kind, operation_name, convention, otel_kind, flags, scope_name,
  scope_version, start_time, end_time, duration_ms, start_unix_nano, end_unix_nano, self_duration_ms, time_repaired, status,
  error_type, level, retry_count, session_id, user_id, tenant_id, run_id, conversation_id, agent_name, agent_id, agent_version,
  owner_agent_name, parent_agent_name, workflow_name, task_name, handoff_from, handoff_to, service_name, service_version,
  environment, release, project, build, tags, provider, model, request_model, response_model, response_id, previous_response_id,
  finish_reasons, temperature, top_p, top_k, frequency_penalty, presence_penalty, seed, choice_count, reasoning_level,
  output_type, max_tokens, stream, ttft_ms, service_tier, server_address, server_port, input_tokens, output_tokens, total_tokens,
  cache_read_tokens, cache_write_tokens, cache_write_1h_tokens, reasoning_tokens, audio_input_tokens, audio_output_tokens,
  usage_basis, usage_scope, usage_counted, cost_usd, input_cost_usd, output_cost_usd, reported_cost_usd, cost_currency,
  cost_status, price_ref, tool_name, tool_call_id, tool_type, mcp_method, mcp_server, mcp_protocol_version, mcp_transport,
  jsonrpc_request_id, retrieval_top_k, retrieval_count, retrieval_top_score, data_source_id, embedding_dimensions,
  memory_store_id, memory_record_id, memory_record_count, guardrail_name, guardrail_result, a2a_task_id, a2a_message_id,
  input_mime, output_mime, prompt_name, prompt_version, output_finish_reason, dropped_attributes, dropped_events, dropped_links,
  ingested_at
) ON agent_spans TO spanledger_reader;

-- refused of agent_traces:
--   first_error, input_preview, output_preview, merge_keys
GRANT SELECT (
  trace_id, root_span_id, name, status, start_time, end_time, duration_ms, session_id, user_id, tenant_id, run_id, agent_name,
  workflow_name, service_name, environment, release, version, project, build, tags, models, span_count, error_count,
  handled_errors, llm_calls, tool_calls, input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_write_tokens,
  reasoning_tokens, cost_usd, unpriced_calls, detail, updated_at, root_status, named_status, unsettled, settled_spans
) ON agent_traces TO spanledger_reader;

-- refused of agent_contents:
--   content_id, content
GRANT SELECT (
  day, content_type, role, bytes
) ON agent_contents TO spanledger_reader;

GRANT SELECT (
  trace_id, span_id, parent_span_id, name, kind, start_time, start_unix_nano, session_id, user_id, agent_name, service_name,
  process_id, heartbeat_at, otel_kind, flags, tenant_id, run_id, workflow_name, environment, model, tool_name, suspected_at, hanging_since
) ON agent_open_spans TO spanledger_reader;

-- refused of agent_maintenance:
--   state
GRANT SELECT (
  task, holder, held_until, epoch, closed_until, marked_until, updated_at
) ON agent_maintenance TO spanledger_reader;

-- Who asked to be forgotten.
-- refused of agent_erasures:
--   subject_hash, subject_id
GRANT SELECT (
  subject_kind, requested_at, finished_at, days
) ON agent_erasures TO spanledger_reader;

-- refused of agent_scores:
--   explanation, metadata
GRANT SELECT (
  score_id, trace_id, span_id, session_id, name, value, label, source, created_at
) ON agent_scores TO spanledger_reader;

-- A reason quotes what the database did not like.
-- refused of agent_quarantine:
--   reason, row_data
GRANT SELECT (
  quarantine_id, quarantined_at, trace_id, span_id
) ON agent_quarantine TO spanledger_reader;

-- A view reads with its owner's rights, so its columns are granted one by one as well.
-- refused of agent_llm_calls:
--   error_message, input_preview, output_preview
GRANT SELECT (
  trace_id, span_id, parent_span_id, name, start_time, end_time, duration_ms, ttft_ms, status, error_type, session_id, user_id,
  tenant_id, agent_name, workflow_name, service_name, environment, provider, model, request_model, finish_reasons, stream,
  retry_count, input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, usage_counted,
  cost_usd, cost_status
) ON agent_llm_calls TO spanledger_reader;

-- refused of agent_tool_calls:
--   error_message, arguments, result, input_preview, output_preview
GRANT SELECT (
  trace_id, span_id, parent_span_id, start_time, end_time, duration_ms, status, error_type, session_id, user_id, tenant_id,
  agent_name, workflow_name, service_name, environment, tool_name, tool_call_id, tool_type, mcp_method, mcp_server, retry_count
) ON agent_tool_calls TO spanledger_reader;
