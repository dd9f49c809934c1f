-- Spanledger, SQLite, version 1: the tables and views of agent traces.
--
-- Runs unchanged by the sqlite3 shell, Flyway or Liquibase. For a new file, run first:
--   PRAGMA auto_vacuum = INCREMENTAL;  PRAGMA journal_mode = WAL;
-- Times are UTC text, ISO 8601 with microseconds ('2026-11-20T09:30:00.000000Z'): they sort and compare as text.
-- Booleans are 0 and 1, lists and JSON are JSON text.

-- One row a finished span.
CREATE TABLE agent_spans (
  -- identity
  trace_id           TEXT NOT NULL,             -- 32 lower-case hex digits
  span_id            TEXT NOT NULL,             -- 16 lower-case hex digits
  parent_span_id     TEXT,                      -- NULL for a root
  name               TEXT NOT NULL,
  kind               TEXT NOT NULL,             -- AGENT, LLM, TOOL, RETRIEVAL, ...
  sub_kind           TEXT,
  operation_name     TEXT,                      -- gen_ai.operation.name, as it came
  convention         TEXT,
  otel_kind          TEXT NOT NULL,             -- INTERNAL, CLIENT, SERVER, PRODUCER, CONSUMER
  trace_state        TEXT,                      -- W3C tracestate
  flags              INTEGER NOT NULL,          -- W3C trace flags in bits 0-7; bit 9 (512): the parent is remote
  scope_name         TEXT,
  scope_version      TEXT,
  -- time
  start_time         TEXT NOT NULL,             -- the receive time where no clock could mean start_unix_nano
  end_time           TEXT NOT NULL,
  duration_ms        REAL NOT NULL,
  start_unix_nano    INTEGER NOT NULL,          -- exactly as recorded
  end_unix_nano      INTEGER NOT NULL,
  self_duration_ms   REAL,                      -- without the time of child tools
  time_repaired      INTEGER NOT NULL,          -- start_time and end_time were replaced
  -- outcome
  status             TEXT NOT NULL,             -- UNSET, OK, ERROR, CANCELLED, ABANDONED
  status_message     TEXT,
  error_type         TEXT,
  error_message      TEXT,
  error_stack        TEXT,
  level              TEXT,
  retry_count        INTEGER,
  -- who
  session_id         TEXT,
  user_id            TEXT,
  tenant_id          TEXT,
  run_id             TEXT,
  conversation_id    TEXT,
  agent_name         TEXT,
  agent_id           TEXT,
  agent_version      TEXT,
  agent_description  TEXT,
  owner_agent_name   TEXT,
  parent_agent_name  TEXT,
  workflow_name      TEXT,
  task_name          TEXT,
  handoff_from       TEXT,
  handoff_to         TEXT,
  service_name       TEXT,
  service_version    TEXT,
  environment        TEXT,
  release            TEXT,
  project            TEXT,
  build              TEXT,
  tags               TEXT,
  metadata           TEXT,
  -- model
  provider           TEXT,
  model              TEXT,                      -- the one that answered, else the one asked for
  request_model      TEXT,
  response_model     TEXT,
  response_id        TEXT,
  previous_response_id TEXT,
  finish_reasons     TEXT,
  temperature        REAL,
  top_p              REAL,
  top_k              REAL,
  frequency_penalty  REAL,
  presence_penalty   REAL,
  seed               INTEGER,
  choice_count       INTEGER,
  stop_sequences     TEXT,
  reasoning_level    TEXT,
  output_type        TEXT,
  max_tokens         INTEGER,
  stream             INTEGER,
  ttft_ms            REAL,                      -- time to first token
  service_tier       TEXT,
  model_params       TEXT,
  server_address     TEXT,
  server_port        INTEGER,
  -- usage
  input_tokens       INTEGER,                   -- cached tokens included
  output_tokens      INTEGER,                   -- reasoning tokens included
  total_tokens       INTEGER,
  cache_read_tokens  INTEGER,
  cache_write_tokens INTEGER,
  cache_write_1h_tokens INTEGER,
  reasoning_tokens   INTEGER,
  audio_input_tokens INTEGER,
  audio_output_tokens INTEGER,
  usage_details      TEXT,
  usage_basis        TEXT,
  usage_scope        TEXT,
  usage_counted      INTEGER NOT NULL,          -- this row's usage is part of its trace's totals
  cost_usd           REAL,                      -- NULL where unknown: cost_status says why
  input_cost_usd     REAL,
  output_cost_usd    REAL,
  reported_cost_usd  REAL,
  cost_currency      TEXT,
  cost_details       TEXT,
  cost_status        TEXT,
  price_ref          TEXT,
  -- tool, MCP, retrieval
  tool_name          TEXT,
  tool_call_id       TEXT,
  tool_type          TEXT,
  tool_description   TEXT,
  tool_schema        TEXT,
  mcp_method         TEXT,
  mcp_server         TEXT,
  mcp_session_id     TEXT,
  mcp_protocol_version TEXT,
  mcp_resource_uri   TEXT,
  mcp_transport      TEXT,
  jsonrpc_request_id TEXT,
  retrieval_query    TEXT,
  retrieval_top_k    INTEGER,
  retrieval_count    INTEGER,
  retrieval_top_score REAL,
  data_source_id     TEXT,
  embedding_dimensions INTEGER,
  memory_store_id    TEXT,
  memory_record_id   TEXT,
  memory_record_count INTEGER,
  memory_query       TEXT,
  guardrail_name     TEXT,
  guardrail_result   TEXT,
  a2a_task_id        TEXT,
  a2a_message_id     TEXT,
  -- content: the text exactly as it came
  input              TEXT,
  output             TEXT,
  input_preview      TEXT,                      -- at most 200 characters
  output_preview     TEXT,
  input_mime         TEXT,
  output_mime        TEXT,
  prompt_name        TEXT,
  prompt_version     TEXT,
  prompt_template    TEXT,
  prompt_variables   TEXT,
  input_refs         TEXT,                      -- contents of the same UTC day, in order
  output_refs        TEXT,
  output_finish_reason TEXT,                    -- last member of the message that output_refs names, which is stored without it
  instructions_ref   TEXT,
  tools_ref          TEXT,
  -- rest
  attributes         TEXT,                      -- what has no column of its own
  original_attributes TEXT,
  attribute_refs     TEXT,
  events             TEXT,
  links              TEXT,
  resource_ref       TEXT,
  source_ref         TEXT,
  dropped_attributes INTEGER NOT NULL,
  dropped_events     INTEGER,
  dropped_links      INTEGER,
  ingested_at        TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z'),
  -- Serves: one trace, one span, and that a span delivered twice is stored once.
  PRIMARY KEY (trace_id, span_id)
);
-- Serves: "the last hour", "yesterday".
CREATE INDEX agent_spans_start_time ON agent_spans (start_time);
-- Serves: all spans of one session, in order.
CREATE INDEX agent_spans_session ON agent_spans (session_id, start_time) WHERE session_id IS NOT NULL;
-- Serves: live views and rollups that follow what has newly arrived.
CREATE INDEX agent_spans_ingested_at ON agent_spans (ingested_at);

-- One row a trace, merged from its spans by every batch that brings some.
CREATE TABLE agent_traces (
  trace_id           TEXT PRIMARY KEY,
  root_span_id       TEXT,                      -- NULL until a root has ended
  name               TEXT,
  status             TEXT NOT NULL,             -- RUNNING until a root has ended; then UNSET, OK, ERROR, CANCELLED or ABANDONED
  start_time         TEXT NOT NULL,
  end_time           TEXT NOT NULL,
  duration_ms        REAL NOT NULL,
  session_id         TEXT,
  user_id            TEXT,
  tenant_id          TEXT,
  run_id             TEXT,
  agent_name         TEXT,
  workflow_name      TEXT,
  service_name       TEXT,
  environment        TEXT,
  release            TEXT,
  version            TEXT,
  project            TEXT,
  build              TEXT,
  tags               TEXT,
  models             TEXT,
  span_count         INTEGER NOT NULL,
  error_count        INTEGER NOT NULL,
  handled_errors     INTEGER NOT NULL,          -- errors of a run that ended well
  llm_calls          INTEGER NOT NULL,
  tool_calls         INTEGER NOT NULL,
  input_tokens       INTEGER NOT NULL,
  output_tokens      INTEGER NOT NULL,
  total_tokens       INTEGER NOT NULL,
  cache_read_tokens  INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  reasoning_tokens   INTEGER NOT NULL,
  cost_usd           REAL,                      -- NULL while no call has a known cost
  unpriced_calls     INTEGER NOT NULL,          -- model calls that cost_usd leaves out
  first_error        TEXT,
  input_preview      TEXT,
  output_preview     TEXT,
  detail             TEXT NOT NULL,             -- FULL or BASELINE
  updated_at         TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z'),
  -- Internal, so that batches merge in any order: the worst status of its roots, the status of the span that
  -- names the trace, and which span gave each of the columns above.
  root_status        TEXT,
  named_status       TEXT NOT NULL,
  merge_keys         TEXT NOT NULL,
  -- Internal: whether the trace has spans whose relatives no single writer knows, and how many spans it had when
  -- they were last looked at together.
  unsettled          INTEGER NOT NULL,
  settled_spans      INTEGER NOT NULL
);
-- Serves: the list of traces, newest first, page by page.
CREATE INDEX agent_traces_start_time ON agent_traces (start_time DESC, trace_id DESC);
-- Serves: one session's traces.
CREATE INDEX agent_traces_session ON agent_traces (session_id, start_time DESC, trace_id DESC) WHERE session_id IS NOT NULL;
-- Serves: one user's traces.
CREATE INDEX agent_traces_user ON agent_traces (user_id, start_time DESC, trace_id DESC) WHERE user_id IS NOT NULL;

-- Texts that many spans share, once a UTC day: messages, system instructions, tool definitions, resources, long attributes.
CREATE TABLE agent_contents (
  day                TEXT NOT NULL,             -- of the spans' start_time, UTC
  content_id         TEXT NOT NULL,             -- first 128 bits of SHA-256 over the content's text
  content_type       TEXT NOT NULL,             -- message, instructions, tools, resource, source, attribute, list
  role               TEXT,                      -- of a message
  content            TEXT NOT NULL,
  bytes              INTEGER NOT NULL,          -- of the text in UTF-8
  PRIMARY KEY (day, content_id)
);

-- Spans that have run for a while and have not ended.
CREATE TABLE agent_open_spans (
  trace_id           TEXT NOT NULL,
  span_id            TEXT NOT NULL,
  parent_span_id     TEXT,
  name               TEXT NOT NULL,
  kind               TEXT NOT NULL,
  start_time         TEXT NOT NULL,
  start_unix_nano    INTEGER NOT NULL,
  session_id         TEXT,
  user_id            TEXT,
  agent_name         TEXT,
  service_name       TEXT,
  process_id         TEXT NOT NULL,             -- of the writer that keeps the row alive
  heartbeat_at       TEXT NOT NULL,
  PRIMARY KEY (trace_id, span_id)
);
-- Serves: finding the rows of processes that died.
CREATE INDEX agent_open_spans_heartbeat ON agent_open_spans (heartbeat_at);

-- Judgements of a trace or a span, by people, programs or models.
CREATE TABLE agent_scores (
  score_id           TEXT PRIMARY KEY,
  trace_id           TEXT NOT NULL,
  span_id            TEXT,                      -- NULL: the whole trace is judged
  session_id         TEXT,
  name               TEXT NOT NULL,
  value              REAL,
  label              TEXT,
  explanation        TEXT,
  source             TEXT,                      -- HUMAN, LLM, CODE
  metadata           TEXT,
  created_at         TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')
);
-- Serves: the scores of one trace.
CREATE INDEX agent_scores_trace ON agent_scores (trace_id);

-- Your own prices of models: they win over the bundled ones, which are in the jar and not here. A rate is pico-USD:
-- 2.50 USD a million tokens are 2500000. One row a bucket, tier and class of service; a model needs input and output.
-- Read when Spanledger opens and every few minutes; what cannot be right is refused here, or then, with a warning.
CREATE TABLE agent_model_prices (
  price_id           TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(16)))),
  provider           TEXT NOT NULL DEFAULT '*' CHECK (provider <> ''),            -- as in agent_spans; * for any
  match_kind         TEXT NOT NULL DEFAULT 'exact' CHECK (match_kind IN ('exact', 'regex')),
  model_pattern      TEXT NOT NULL CHECK (model_pattern <> ''),                   -- a name; or a regex that must match all of it
  bucket             TEXT NOT NULL
    CHECK (bucket IN ('input', 'output', 'cache_read', 'cache_write', 'cache_write_1h', 'reasoning',
                       'audio_input', 'audio_output', 'image_input', 'image_output', 'call', 'web_search', 'file_search')),
  unit               TEXT NOT NULL DEFAULT 'token',                               -- token, call or search
  service_class      TEXT NOT NULL DEFAULT 'standard' CHECK (service_class IN ('standard', 'batch', 'flex', 'priority')),
  min_prompt_tokens  INTEGER NOT NULL DEFAULT 0 CHECK (typeof(min_prompt_tokens) = 'integer' AND min_prompt_tokens >= 0), -- a tier: for prompts of more tokens than this
  min_inclusive      INTEGER NOT NULL DEFAULT 0 CHECK (min_inclusive IN (0, 1)),  -- or of just as many
  rate_pico          INTEGER NOT NULL CHECK (typeof(rate_pico) = 'integer' AND rate_pico >= 0), -- pico-USD a unit
  effective_from     TEXT NOT NULL CHECK (julianday(effective_from) IS NOT NULL), -- any time that SQLite understands, UTC
  effective_to       TEXT CHECK (effective_to IS NULL OR coalesce(julianday(effective_to) > julianday(effective_from), 0)), -- NULL: until a later row takes over
  note               TEXT,
  CHECK (unit = CASE bucket WHEN 'call' THEN 'call' WHEN 'web_search' THEN 'search' WHEN 'file_search' THEN 'search' ELSE 'token' END),
  UNIQUE (provider, match_kind, model_pattern, bucket, service_class, min_prompt_tokens, min_inclusive, effective_from)
);

-- Your own names of models, such as an Azure deployment's, and the name that has a price.
CREATE TABLE agent_model_aliases (
  alias              TEXT NOT NULL CHECK (alias <> ''),
  provider           TEXT NOT NULL DEFAULT '*' CHECK (provider <> ''),            -- as in agent_spans; * for any
  canonical_model    TEXT NOT NULL CHECK (canonical_model <> ''),
  PRIMARY KEY (alias, provider)
);

-- Spans that the database refused on their own, with the reason: none is lost in silence.
CREATE TABLE agent_quarantine (
  quarantine_id      TEXT PRIMARY KEY,
  quarantined_at     TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z'),
  trace_id           TEXT,
  span_id            TEXT,
  reason             TEXT NOT NULL,             -- SQLSTATE and message
  row_data           TEXT NOT NULL              -- the span's columns, JSON
);

-- Usage by the hour, for questions over months.
CREATE TABLE agent_usage_hourly (
  hour               TEXT NOT NULL,
  service_name       TEXT NOT NULL,
  environment        TEXT NOT NULL,
  agent_name         TEXT NOT NULL,
  kind               TEXT NOT NULL,
  name               TEXT NOT NULL,
  model              TEXT NOT NULL,
  tool_name          TEXT NOT NULL,
  span_count         INTEGER NOT NULL,
  error_count        INTEGER NOT NULL,
  input_tokens       INTEGER NOT NULL,
  output_tokens      INTEGER NOT NULL,
  total_tokens       INTEGER NOT NULL,
  cost_usd           REAL,
  duration_histogram TEXT NOT NULL,
  PRIMARY KEY (hour, service_name, environment, agent_name, kind, name, model, tool_name)
);

-- Which of these scripts have run.
CREATE TABLE spanledger_schema (
  version            INTEGER PRIMARY KEY,
  script             TEXT NOT NULL,
  installed_at       TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')
);
INSERT INTO spanledger_schema (version, script) VALUES (1, 'V1__agent_traces');

-- Spans with all contents put back: input, output and attributes whole, and what is stored beside them.
-- CROSS JOIN keeps SQLite to the written order: a reference is looked up by its key.
CREATE VIEW agent_spans_full AS
SELECT s.trace_id, s.span_id, s.parent_span_id, s.name, s.kind, s.sub_kind, s.operation_name, s.convention, s.otel_kind, s.trace_state, s.flags,
       s.scope_name, s.scope_version,
       s.start_time, s.end_time, s.duration_ms, s.start_unix_nano, s.end_unix_nano, s.self_duration_ms, s.time_repaired,
       s.status, s.status_message, s.error_type, s.error_message, s.error_stack, s.level, s.retry_count,
       s.session_id, s.user_id, s.tenant_id, s.run_id, s.conversation_id, s.agent_name, s.agent_id, s.agent_version, s.agent_description,
       s.owner_agent_name, s.parent_agent_name, s.workflow_name, s.task_name, s.handoff_from, s.handoff_to, s.service_name, s.service_version,
       s.environment, s.release, s.project, s.build, s.tags, s.metadata,
       s.provider, s.model, s.request_model, s.response_model, s.response_id, s.previous_response_id, s.finish_reasons, s.temperature, s.top_p,
       s.top_k, s.frequency_penalty, s.presence_penalty, s.seed, s.choice_count, s.stop_sequences, s.reasoning_level, s.output_type, s.max_tokens,
       s.stream, s.ttft_ms, s.service_tier, s.model_params, s.server_address, s.server_port,
       s.input_tokens, s.output_tokens, s.total_tokens, s.cache_read_tokens, s.cache_write_tokens, s.cache_write_1h_tokens, s.reasoning_tokens,
       s.audio_input_tokens, s.audio_output_tokens, s.usage_details, s.usage_basis, s.usage_scope, s.usage_counted, s.cost_usd, s.input_cost_usd,
       s.output_cost_usd, s.reported_cost_usd, s.cost_currency, s.cost_details, s.cost_status, s.price_ref,
       s.tool_name, s.tool_call_id, s.tool_type, s.tool_description, s.tool_schema, s.mcp_method, s.mcp_server, s.mcp_session_id,
       s.mcp_protocol_version, s.mcp_resource_uri, s.mcp_transport, s.jsonrpc_request_id, s.retrieval_query, s.retrieval_top_k, s.retrieval_count,
       s.retrieval_top_score, s.data_source_id, s.embedding_dimensions, s.memory_store_id, s.memory_record_id, s.memory_record_count, s.memory_query,
       s.guardrail_name, s.guardrail_result, s.a2a_task_id, s.a2a_message_id,
       CASE WHEN s.input_refs IS NULL THEN s.input ELSE (
         SELECT '[' || coalesce(group_concat(content, ','), '') || ']' FROM (
           SELECT coalesce(i.content, '{"role":"unknown","parts":[{"type":"missing_content","content_id":"' || l.value || '"}]}') AS content FROM json_each(s.input_refs) r
           LEFT JOIN agent_contents c ON c.day = substr(s.start_time, 1, 10) AND c.content_id = r.value
           CROSS JOIN json_each(CASE c.content_type WHEN 'list' THEN c.content ELSE json_array(r.value) END) l
           LEFT JOIN agent_contents i ON i.day = substr(s.start_time, 1, 10) AND i.content_id = l.value
           ORDER BY r.key, l.key)) END AS input,
       CASE WHEN s.output_refs IS NULL THEN s.output ELSE (
         SELECT '[' || coalesce(
             substr(group_concat(content, ','), 1, length(group_concat(content, ',')) - 1) || ',"finish_reason":"' || s.output_finish_reason || '"}',
             group_concat(content, ','), '') || ']' FROM (
           SELECT coalesce(i.content, '{"role":"unknown","parts":[{"type":"missing_content","content_id":"' || l.value || '"}]}') AS content FROM json_each(s.output_refs) r
           LEFT JOIN agent_contents c ON c.day = substr(s.start_time, 1, 10) AND c.content_id = r.value
           CROSS JOIN json_each(CASE c.content_type WHEN 'list' THEN c.content ELSE json_array(r.value) END) l
           LEFT JOIN agent_contents i ON i.day = substr(s.start_time, 1, 10) AND i.content_id = l.value
           ORDER BY r.key, l.key)) END AS output,
       s.input_preview, s.output_preview, s.input_mime, s.output_mime, s.prompt_name, s.prompt_version, s.prompt_template, s.prompt_variables,
       s.input_refs, s.output_refs, s.output_finish_reason, s.instructions_ref, s.tools_ref,
       CASE WHEN s.attribute_refs IS NULL OR s.attributes IS NULL THEN s.attributes ELSE (
         SELECT json_group_object(o.key, json(CASE
             WHEN o.type = 'null' AND r.type = 'text' THEN (
               SELECT c.content FROM agent_contents c WHERE c.day = substr(s.start_time, 1, 10) AND c.content_id = r.value)
             WHEN o.type = 'null' AND r.type = 'array' THEN (
               SELECT json_quote('[' || group_concat(content, ',') || ']') FROM (
                 SELECT i.content FROM json_each(r.value) e
                 CROSS JOIN agent_contents c ON c.day = substr(s.start_time, 1, 10) AND c.content_id = e.value
                 CROSS JOIN json_each(CASE c.content_type WHEN 'list' THEN c.content ELSE json_array(c.content_id) END) l
                 CROSS JOIN agent_contents i ON i.day = c.day AND i.content_id = l.value
                 ORDER BY e.key, l.key))
             WHEN o.type IN ('object', 'array') THEN o.value
             WHEN o.type IN ('true', 'false', 'null') THEN o.type
             ELSE json_quote(o.value) END))
         FROM json_each(s.attributes) o LEFT JOIN json_each(s.attribute_refs) r ON r.key = o.key) END AS attributes,
       CASE WHEN s.attribute_refs IS NULL OR s.original_attributes IS NULL THEN s.original_attributes ELSE (
         SELECT json_group_object(o.key, json(CASE
             WHEN o.type = 'null' AND r.type = 'text' THEN (
               SELECT c.content FROM agent_contents c WHERE c.day = substr(s.start_time, 1, 10) AND c.content_id = r.value)
             WHEN o.type = 'null' AND r.type = 'array' THEN (
               SELECT json_quote('[' || group_concat(content, ',') || ']') FROM (
                 SELECT i.content FROM json_each(r.value) e
                 CROSS JOIN agent_contents c ON c.day = substr(s.start_time, 1, 10) AND c.content_id = e.value
                 CROSS JOIN json_each(CASE c.content_type WHEN 'list' THEN c.content ELSE json_array(c.content_id) END) l
                 CROSS JOIN agent_contents i ON i.day = c.day AND i.content_id = l.value
                 ORDER BY e.key, l.key))
             WHEN o.type IN ('object', 'array') THEN o.value
             WHEN o.type IN ('true', 'false', 'null') THEN o.type
             ELSE json_quote(o.value) END))
         FROM json_each(s.original_attributes) o LEFT JOIN json_each(s.attribute_refs) r ON r.key = o.key) END AS original_attributes,
       s.attribute_refs, s.events, s.links, s.resource_ref, s.source_ref, s.dropped_attributes, s.dropped_events, s.dropped_links, s.ingested_at,
       (SELECT c.content FROM agent_contents c WHERE c.day = substr(s.start_time, 1, 10) AND c.content_id = s.instructions_ref) AS system_instructions,
       (SELECT c.content FROM agent_contents c WHERE c.day = substr(s.start_time, 1, 10) AND c.content_id = s.tools_ref) AS tool_definitions,
       (SELECT c.content FROM agent_contents c WHERE c.day = substr(s.start_time, 1, 10) AND c.content_id = s.resource_ref) AS resource,
       (SELECT c.content FROM agent_contents c WHERE c.day = substr(s.start_time, 1, 10) AND c.content_id = s.source_ref) AS source
FROM agent_spans s;

-- One row a message of a model call, in order.
CREATE VIEW agent_span_messages AS
SELECT s.trace_id, s.span_id, s.start_time, s.session_id, s.agent_name, s.model, s.direction, m.key AS ordinal,
       CASE m.type WHEN 'object' THEN m.value ->> '$.role' END AS role,
       CASE WHEN m.type IN ('object', 'array') THEN m.value
            WHEN m.type = 'text' THEN json_quote(m.value)
            WHEN m.type IN ('integer', 'real') THEN CAST(m.value AS TEXT)
            ELSE m.type END AS message          -- otherwise true, false or null
FROM (SELECT trace_id, span_id, start_time, session_id, agent_name, model, 'input' AS direction, input AS messages
      FROM agent_spans_full WHERE kind = 'LLM'
      UNION ALL
      SELECT trace_id, span_id, start_time, session_id, agent_name, model, 'output', output
      FROM agent_spans_full WHERE kind = 'LLM') s
JOIN json_each(CASE WHEN json_type(s.messages) = 'array' THEN s.messages ELSE '[]' END) m;

-- Model calls.
CREATE VIEW agent_llm_calls AS
SELECT trace_id, span_id, parent_span_id, name, start_time, end_time, duration_ms, ttft_ms, status, error_type, error_message,
       session_id, user_id, tenant_id, agent_name, workflow_name, service_name, environment,
       provider, model, request_model, finish_reasons, stream, retry_count,
       input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, usage_counted,
       cost_usd, cost_status, input_preview, output_preview
FROM agent_spans
WHERE kind = 'LLM';

-- Tool calls.
CREATE VIEW agent_tool_calls AS
SELECT trace_id, span_id, parent_span_id, start_time, end_time, duration_ms, status, error_type, error_message,
       session_id, user_id, tenant_id, agent_name, workflow_name, service_name, environment,
       coalesce(tool_name, name) AS tool_name, tool_call_id, tool_type, mcp_method, mcp_server, retry_count,
       input AS arguments, output AS result, input_preview, output_preview
FROM agent_spans
WHERE kind = 'TOOL';

-- One row a session: its traces taken together.
CREATE VIEW agent_sessions AS
SELECT session_id,
       min(user_id) AS user_id,
       count(*) AS trace_count,
       min(start_time) AS start_time,
       max(end_time) AS end_time,
       sum(duration_ms) AS busy_ms,
       sum(error_count) AS error_count,
       count(*) FILTER (WHERE status = 'ERROR') AS failed_traces,
       sum(llm_calls) AS llm_calls,
       sum(tool_calls) AS tool_calls,
       sum(input_tokens) AS input_tokens,
       sum(output_tokens) AS output_tokens,
       sum(total_tokens) AS total_tokens,
       sum(cost_usd) AS cost_usd
FROM agent_traces
WHERE session_id IS NOT NULL
GROUP BY session_id;
