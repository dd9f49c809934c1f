-- Spanledger, PostgreSQL, version 1: the tables and views of agent traces.
--
-- Runs unchanged by psql, Flyway or Liquibase, in one transaction, in the schema that is first on the search_path.
-- Lines that end in "-- daily" give daily partitions; with partitioning(NONE) they are left out and
-- the lines that begin with "-- plain:" take their place (TraceSchema.script() prints either form).
-- There are no foreign keys and no sequences, and trace_id is in every unique key of spans and traces:
-- rows arrive in any order from many writers, and the schema can be distributed by trace_id.

-- One row a finished span.
CREATE TABLE agent_spans (
  -- identity
  trace_id           text NOT NULL,             -- 32 lower-case hex digits
  span_id            text NOT NULL,             -- 16 lower-case hex digits
  parent_span_id     text,                      -- NULL for a root
  name               text NOT NULL,
  kind               text NOT NULL,             -- AGENT, LLM, TOOL, RETRIEVAL, ...
  sub_kind           text,
  operation_name     text,                      -- gen_ai.operation.name, as it came
  convention         text,
  otel_kind          text NOT NULL,             -- INTERNAL, CLIENT, SERVER, PRODUCER, CONSUMER
  trace_state        text,                      -- W3C tracestate
  flags              smallint NOT NULL,         -- W3C trace flags in bits 0-7; bit 9 (512): the parent is remote
  scope_name         text,
  scope_version      text,
  -- time
  start_time         timestamptz NOT NULL,      -- the receive time where no clock could mean start_unix_nano
  end_time           timestamptz NOT NULL,
  duration_ms        double precision NOT NULL,
  start_unix_nano    bigint NOT NULL,           -- exactly as recorded
  end_unix_nano      bigint NOT NULL,
  self_duration_ms   double precision,          -- without the time of child tools
  time_repaired      boolean NOT NULL,          -- start_time and end_time were replaced
  -- outcome
  status             text NOT NULL,             -- UNSET, OK, ERROR, CANCELLED, ABANDONED
  status_message     text,
  error_type         text,
  error_message      text,
  error_stack        text,
  level              text,
  retry_count        integer,
  -- who
  session_id         text,
  user_id            text,
  tenant_id          text,
  run_id             text,
  conversation_id    text,
  agent_name         text,
  agent_id           text,
  agent_version      text,
  agent_description  text,
  owner_agent_name   text,
  parent_agent_name  text,
  workflow_name      text,
  task_name          text,
  handoff_from       text,
  handoff_to         text,
  service_name       text,
  service_version    text,
  environment        text,
  release            text,
  project            text,
  build              text,
  tags               text[],
  metadata           json,
  -- model
  provider           text,
  model              text,                      -- the one that answered, else the one asked for
  request_model      text,
  response_model     text,
  response_id        text,
  previous_response_id text,
  finish_reasons     text[],
  temperature        double precision,
  top_p              double precision,
  top_k              double precision,
  frequency_penalty  double precision,
  presence_penalty   double precision,
  seed               bigint,
  choice_count       bigint,
  stop_sequences     text[],
  reasoning_level    text,
  output_type        text,
  max_tokens         bigint,
  stream             boolean,
  ttft_ms            double precision,          -- time to first token
  service_tier       text,
  model_params       jsonb,
  server_address     text,
  server_port        integer,
  -- usage
  input_tokens       bigint,                    -- cached tokens included
  output_tokens      bigint,                    -- reasoning tokens included
  total_tokens       bigint,
  cache_read_tokens  bigint,
  cache_write_tokens bigint,
  cache_write_1h_tokens bigint,
  reasoning_tokens   bigint,
  audio_input_tokens bigint,
  audio_output_tokens bigint,
  usage_details      jsonb,
  usage_basis        text,
  usage_scope        text,
  usage_counted      boolean NOT NULL,          -- this row's usage is part of its trace's totals
  cost_usd           numeric(18,9),             -- NULL where unknown: cost_status says why
  input_cost_usd     numeric(18,9),
  output_cost_usd    numeric(18,9),
  reported_cost_usd  numeric(18,9),
  cost_currency      text,
  cost_details       jsonb,
  cost_status        text,
  price_ref          text,
  -- tool, MCP, retrieval
  tool_name          text,
  tool_call_id       text,
  tool_type          text,
  tool_description   text,
  tool_schema        json,
  mcp_method         text,
  mcp_server         text,
  mcp_session_id     text,
  mcp_protocol_version text,
  mcp_resource_uri   text,
  mcp_transport      text,
  jsonrpc_request_id text,
  retrieval_query    text,
  retrieval_top_k    bigint,
  retrieval_count    bigint,
  retrieval_top_score double precision,
  data_source_id     text,
  embedding_dimensions bigint,
  memory_store_id    text,
  memory_record_id   text,
  memory_record_count bigint,
  memory_query       text,
  guardrail_name     text,
  guardrail_result   text,
  a2a_task_id        text,
  a2a_message_id     text,
  -- content: json, not jsonb, keeps the text exactly as it came
  input              json,
  output             json,
  input_preview      text,                      -- at most 200 characters
  output_preview     text,
  input_mime         text,
  output_mime        text,
  prompt_name        text,
  prompt_version     text,
  prompt_template    text,
  prompt_variables   json,
  input_refs         uuid[],                    -- contents of the same UTC day, in order
  output_refs        uuid[],
  output_finish_reason text,                    -- last member of the message that output_refs names, which is stored without it
  instructions_ref   uuid,
  tools_ref          uuid,
  -- rest
  attributes         jsonb,                     -- what has no column of its own
  original_attributes json,
  attribute_refs     jsonb,
  events             jsonb,
  links              jsonb,
  resource_ref       uuid,
  source_ref         uuid,
  dropped_attributes integer NOT NULL,
  dropped_events     integer,
  dropped_links      integer,
  ingested_at        timestamptz NOT NULL DEFAULT now(),
  -- Serves: one trace, one span, and that a span delivered twice is stored once.
  PRIMARY KEY (trace_id, span_id, start_time)   -- daily
-- plain:  PRIMARY KEY (trace_id, span_id)
) PARTITION BY RANGE (start_time)               -- daily
-- plain:)
;
-- Serves: "the last hour", "yesterday" within a day's partition; spans arrive nearly in time order, so BRIN is enough and costs the writer nothing.
CREATE INDEX agent_spans_start_time ON agent_spans USING brin (start_time) WITH (pages_per_range = 16);
-- Serves: all spans of one session, in order.
CREATE INDEX agent_spans_session ON agent_spans (session_id, start_time) WHERE session_id IS NOT NULL;
-- Serves: live views and rollups that follow what has newly arrived.
CREATE INDEX agent_spans_ingested_at ON agent_spans USING brin (ingested_at) WITH (pages_per_range = 16);

-- One row a trace, merged from its spans by every batch that brings some.
CREATE TABLE agent_traces (
  trace_id           text PRIMARY KEY,
  root_span_id       text,                      -- NULL until a root has ended
  name               text,
  status             text NOT NULL,             -- RUNNING until a root has ended; then UNSET, OK, ERROR, CANCELLED or ABANDONED
  start_time         timestamptz NOT NULL,
  end_time           timestamptz NOT NULL,
  duration_ms        double precision NOT NULL,
  session_id         text,
  user_id            text,
  tenant_id          text,
  run_id             text,
  agent_name         text,
  workflow_name      text,
  service_name       text,
  environment        text,
  release            text,
  version            text,
  project            text,
  build              text,
  tags               text[],
  models             text[],
  span_count         bigint NOT NULL,
  error_count        bigint NOT NULL,
  handled_errors     bigint NOT NULL,          -- errors of a run that ended well
  llm_calls          bigint NOT NULL,
  tool_calls         bigint NOT NULL,
  input_tokens       bigint NOT NULL,
  output_tokens      bigint NOT NULL,
  total_tokens       bigint NOT NULL,
  cache_read_tokens  bigint NOT NULL,
  cache_write_tokens bigint NOT NULL,
  reasoning_tokens   bigint NOT NULL,
  cost_usd           numeric(18,9),             -- NULL while no call has a known cost
  unpriced_calls     bigint NOT NULL,           -- model calls that cost_usd leaves out
  first_error        text,
  input_preview      text,
  output_preview     text,
  detail             text NOT NULL,             -- FULL or BASELINE
  updated_at         timestamptz NOT NULL DEFAULT now(),
  -- Internal, so that batches merge in any order: the worst status of its roots, the status of the span that
  -- names the trace, and which span gave each of the columns above.
  root_status        text,
  named_status       text NOT NULL,
  merge_keys         text COLLATE "C" NOT NULL,
  -- Internal: whether the trace has spans whose relatives no single writer knows, and how many spans it had when
  -- they were last looked at together.
  unsettled          boolean NOT NULL,
  settled_spans      bigint NOT NULL
);
-- Serves: the list of traces, newest first, page by page.
CREATE INDEX agent_traces_start_time ON agent_traces (start_time DESC, trace_id DESC);
-- Serves: one session's traces.
CREATE INDEX agent_traces_session ON agent_traces (session_id, start_time DESC, trace_id DESC) WHERE session_id IS NOT NULL;
-- Serves: one user's traces.
CREATE INDEX agent_traces_user ON agent_traces (user_id, start_time DESC, trace_id DESC) WHERE user_id IS NOT NULL;

-- Texts that many spans share, once a UTC day: messages, system instructions, tool definitions, resources, long attributes.
CREATE TABLE agent_contents (
  day                date NOT NULL,             -- of the spans' start_time, UTC
  content_id         uuid NOT NULL,             -- first 128 bits of SHA-256 over the content's text
  content_type       text NOT NULL,             -- message, instructions, tools, resource, source, attribute, list
  role               text,                      -- of a message
  content            json NOT NULL,
  bytes              integer NOT NULL,          -- of the text in UTF-8
  PRIMARY KEY (day, content_id)
) PARTITION BY RANGE (day)                      -- daily
-- plain:)
;

-- Spans that have run for a while and have not ended.
CREATE TABLE agent_open_spans (
  trace_id           text NOT NULL,
  span_id            text NOT NULL,
  parent_span_id     text,
  name               text NOT NULL,
  kind               text NOT NULL,
  start_time         timestamptz NOT NULL,
  start_unix_nano    bigint NOT NULL,
  session_id         text,
  user_id            text,
  agent_name         text,
  service_name       text,
  process_id         text NOT NULL,             -- of the writer that keeps the row alive
  heartbeat_at       timestamptz NOT NULL,
  PRIMARY KEY (trace_id, span_id)
);
-- Serves: finding the rows of processes that died.
CREATE INDEX agent_open_spans_heartbeat ON agent_open_spans (heartbeat_at);

-- Judgements of a trace or a span, by people, programs or models.
CREATE TABLE agent_scores (
  score_id           uuid PRIMARY KEY,
  trace_id           text NOT NULL,
  span_id            text,                      -- NULL: the whole trace is judged
  session_id         text,
  name               text NOT NULL,
  value              double precision,
  label              text,
  explanation        text,
  source             text,                      -- HUMAN, LLM, CODE
  metadata           jsonb,
  created_at         timestamptz NOT NULL DEFAULT now()
);
-- Serves: the scores of one trace.
CREATE INDEX agent_scores_trace ON agent_scores (trace_id);

-- Your own prices of models: they win over the bundled ones, which are in the jar and not here. A rate is pico-USD:
-- 2.50 USD a million tokens are 2500000. One row a bucket, tier and class of service; a model needs input and output.
-- Read when Spanledger opens and every few minutes; what cannot be right is refused here, or then, with a warning.
CREATE TABLE agent_model_prices (
  price_id           text PRIMARY KEY DEFAULT gen_random_uuid()::text,
  provider           text NOT NULL DEFAULT '*' CHECK (provider <> ''),            -- as in agent_spans; * for any
  match_kind         text NOT NULL DEFAULT 'exact' CHECK (match_kind IN ('exact', 'regex')),
  model_pattern      text NOT NULL CHECK (model_pattern <> ''),                   -- a name; or a regex that must match all of it
  bucket             text NOT NULL
    CHECK (bucket IN ('input', 'output', 'cache_read', 'cache_write', 'cache_write_1h', 'reasoning',
                       'audio_input', 'audio_output', 'image_input', 'image_output', 'call', 'web_search', 'file_search')),
  unit               text NOT NULL DEFAULT 'token',                               -- token, call or search
  service_class      text NOT NULL DEFAULT 'standard' CHECK (service_class IN ('standard', 'batch', 'flex', 'priority')),
  min_prompt_tokens  bigint NOT NULL DEFAULT 0 CHECK (min_prompt_tokens >= 0),    -- a tier: for prompts of more tokens than this
  min_inclusive      boolean NOT NULL DEFAULT false,                              -- or of just as many
  rate_pico          bigint NOT NULL CHECK (rate_pico >= 0),                      -- pico-USD a unit
  effective_from     timestamptz NOT NULL,
  effective_to       timestamptz,                                                 -- NULL: until a later row takes over
  note               text,
  CONSTRAINT agent_model_prices_effective_to_check CHECK (effective_to > effective_from),
  CONSTRAINT agent_model_prices_unit_check
    CHECK (unit = CASE bucket WHEN 'call' THEN 'call' WHEN 'web_search' THEN 'search' WHEN 'file_search' THEN 'search' ELSE 'token' END),
  UNIQUE (provider, match_kind, model_pattern, bucket, service_class, min_prompt_tokens, min_inclusive, effective_from)
);

-- Your own names of models, such as an Azure deployment's, and the name that has a price.
CREATE TABLE agent_model_aliases (
  alias              text NOT NULL CHECK (alias <> ''),
  provider           text NOT NULL DEFAULT '*' CHECK (provider <> ''),            -- as in agent_spans; * for any
  canonical_model    text NOT NULL CHECK (canonical_model <> ''),
  PRIMARY KEY (alias, provider)
);

-- Spans that the database refused on their own, with the reason: none is lost in silence.
CREATE TABLE agent_quarantine (
  quarantine_id      uuid PRIMARY KEY,
  quarantined_at     timestamptz NOT NULL DEFAULT now(),
  trace_id           text,
  span_id            text,
  reason             text NOT NULL,             -- SQLSTATE and message
  row_data           text NOT NULL              -- the span's columns, JSON
);

-- Usage by the hour, for questions over months.
CREATE TABLE agent_usage_hourly (
  hour               timestamptz NOT NULL,
  service_name       text NOT NULL,
  environment        text NOT NULL,
  agent_name         text NOT NULL,
  kind               text NOT NULL,
  name               text NOT NULL,
  model              text NOT NULL,
  tool_name          text NOT NULL,
  span_count         bigint NOT NULL,
  error_count        bigint NOT NULL,
  input_tokens       bigint NOT NULL,
  output_tokens      bigint NOT NULL,
  total_tokens       bigint NOT NULL,
  cost_usd           numeric(18,9),
  duration_histogram jsonb NOT NULL,
  PRIMARY KEY (hour, service_name, environment, agent_name, kind, name, model, tool_name)
);

-- Which of these scripts have run.
CREATE TABLE spanledger_schema (
  version            integer PRIMARY KEY,
  script             text NOT NULL,
  installed_at       timestamptz NOT NULL DEFAULT now()
);
INSERT INTO spanledger_schema (version, script) VALUES (1, 'V1__agent_traces');

-- One row a message of a model call, in order.
CREATE VIEW agent_span_messages AS
SELECT s.trace_id, s.span_id, s.start_time, s.session_id, s.agent_name, s.model,
       d.direction, m.ordinal::integer AS ordinal, m.role,
       CASE WHEN d.finish_reason IS NULL THEN m.message ELSE (left(m.message::text, -1) || ',"finish_reason":"' || d.finish_reason || '"}')::json END AS message
FROM agent_spans s
CROSS JOIN LATERAL (
  VALUES ('input', s.input, s.input_refs, NULL), ('output', s.output, s.output_refs, s.output_finish_reason)
) AS d(direction, messages, refs, finish_reason)
CROSS JOIN LATERAL (
  SELECT e.ordinal - 1 AS ordinal, e.message ->> 'role' AS role, e.message
  FROM json_array_elements(
      CASE WHEN json_typeof(d.messages) = 'array' THEN d.messages ELSE '[]'::json END
    ) WITH ORDINALITY AS e(message, ordinal)
  UNION ALL
  SELECT row_number() OVER (ORDER BY r.ordinal, i.ordinal) - 1, coalesce(i.role, i.content ->> 'role'), i.content
  FROM unnest(d.refs) WITH ORDINALITY AS r(ref, ordinal)
  LEFT JOIN LATERAL (SELECT content_type, role, content FROM agent_contents WHERE day = (s.start_time AT TIME ZONE 'UTC')::date AND content_id = r.ref LIMIT 1) AS c ON true
  CROSS JOIN LATERAL (
    SELECT 0 AS ordinal, c.role, coalesce(c.content, ('{"role":"unknown","parts":[{"type":"missing_content","content_id":"' || r.ref || '"}]}')::json) AS content WHERE c.content_type IS DISTINCT FROM 'list'
    UNION ALL
    SELECT e.ordinal, l.role, coalesce(l.content, ('{"role":"unknown","parts":[{"type":"missing_content","content_id":"' || e.id || '"}]}')::json)
    FROM unnest(CASE c.content_type WHEN 'list' THEN string_to_array(translate(c.content::text, '["]', ''), ',') END) WITH ORDINALITY AS e(id, ordinal)
    LEFT JOIN LATERAL (SELECT role, content FROM agent_contents WHERE day = (s.start_time AT TIME ZONE 'UTC')::date AND content_id = e.id::uuid LIMIT 1) AS l ON true
  ) AS i
) AS m
WHERE s.kind = 'LLM';

-- Spans with all contents put back: input, output and attributes whole, and what is stored beside them.
-- LIMIT 1 says to the planner what it cannot know of a partitioned table: a reference is looked up by its key, in the
-- partition of one day.
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
       CASE WHEN s.input_refs IS NULL THEN s.input ELSE ('[' || coalesce(x.messages, '') || ']')::json END AS input,
       CASE WHEN s.output_refs IS NULL THEN s.output
            ELSE ('[' || coalesce(left(y.messages, -1) || ',"finish_reason":"' || s.output_finish_reason || '"}', y.messages, '') || ']')::json END AS output,
       s.input_preview, s.output_preview, s.input_mime, s.output_mime, s.prompt_name, s.prompt_version, s.prompt_template, s.prompt_variables,
       s.input_refs, s.output_refs, s.output_finish_reason, s.instructions_ref, s.tools_ref,
       CASE WHEN a.texts IS NULL THEN s.attributes ELSE s.attributes || (
         SELECT coalesce(jsonb_object_agg(t.key, t.value), '{}') FROM jsonb_each(a.texts) AS t WHERE s.attributes -> t.key = 'null'
       ) END AS attributes,
       CASE WHEN a.texts IS NULL OR s.original_attributes IS NULL THEN s.original_attributes ELSE (
         SELECT json_object_agg(o.key, CASE json_typeof(o.value) WHEN 'null' THEN coalesce((a.texts -> o.key)::json, o.value) ELSE o.value END ORDER BY o.ordinal)
         FROM json_each(s.original_attributes) WITH ORDINALITY AS o(key, value, ordinal)
       ) END AS original_attributes,
       s.attribute_refs, s.events, s.links, s.resource_ref, s.source_ref, s.dropped_attributes, s.dropped_events, s.dropped_links, s.ingested_at,
       (SELECT c.content FROM agent_contents c WHERE c.day = (s.start_time AT TIME ZONE 'UTC')::date AND c.content_id = s.instructions_ref) AS system_instructions,
       (SELECT c.content FROM agent_contents c WHERE c.day = (s.start_time AT TIME ZONE 'UTC')::date AND c.content_id = s.tools_ref) AS tool_definitions,
       (SELECT c.content FROM agent_contents c WHERE c.day = (s.start_time AT TIME ZONE 'UTC')::date AND c.content_id = s.resource_ref) AS resource,
       (SELECT c.content FROM agent_contents c WHERE c.day = (s.start_time AT TIME ZONE 'UTC')::date AND c.content_id = s.source_ref) AS source
FROM agent_spans s
LEFT JOIN LATERAL (
  SELECT string_agg(i.content, ',' ORDER BY r.ordinal, i.ordinal) AS messages
  FROM unnest(s.input_refs) WITH ORDINALITY AS r(ref, ordinal)
  LEFT JOIN LATERAL (SELECT content_type, content FROM agent_contents WHERE day = (s.start_time AT TIME ZONE 'UTC')::date AND content_id = r.ref LIMIT 1) AS c ON true
  CROSS JOIN LATERAL (
    SELECT 0 AS ordinal, coalesce(c.content::text, '{"role":"unknown","parts":[{"type":"missing_content","content_id":"' || r.ref || '"}]}') AS content WHERE c.content_type IS DISTINCT FROM 'list'
    UNION ALL
    SELECT e.ordinal, coalesce(l.content::text, '{"role":"unknown","parts":[{"type":"missing_content","content_id":"' || e.id || '"}]}')
    FROM unnest(CASE c.content_type WHEN 'list' THEN string_to_array(translate(c.content::text, '["]', ''), ',') END) WITH ORDINALITY AS e(id, ordinal)
    LEFT JOIN LATERAL (SELECT content FROM agent_contents WHERE day = (s.start_time AT TIME ZONE 'UTC')::date AND content_id = e.id::uuid LIMIT 1) AS l ON true
  ) AS i
) AS x ON true
LEFT JOIN LATERAL (
  SELECT string_agg(i.content, ',' ORDER BY r.ordinal, i.ordinal) AS messages
  FROM unnest(s.output_refs) WITH ORDINALITY AS r(ref, ordinal)
  LEFT JOIN LATERAL (SELECT content_type, content FROM agent_contents WHERE day = (s.start_time AT TIME ZONE 'UTC')::date AND content_id = r.ref LIMIT 1) AS c ON true
  CROSS JOIN LATERAL (
    SELECT 0 AS ordinal, coalesce(c.content::text, '{"role":"unknown","parts":[{"type":"missing_content","content_id":"' || r.ref || '"}]}') AS content WHERE c.content_type IS DISTINCT FROM 'list'
    UNION ALL
    SELECT e.ordinal, coalesce(l.content::text, '{"role":"unknown","parts":[{"type":"missing_content","content_id":"' || e.id || '"}]}')
    FROM unnest(CASE c.content_type WHEN 'list' THEN string_to_array(translate(c.content::text, '["]', ''), ',') END) WITH ORDINALITY AS e(id, ordinal)
    LEFT JOIN LATERAL (SELECT content FROM agent_contents WHERE day = (s.start_time AT TIME ZONE 'UTC')::date AND content_id = e.id::uuid LIMIT 1) AS l ON true
  ) AS i
) AS y ON true
LEFT JOIN LATERAL (
  SELECT jsonb_object_agg(k.name, CASE jsonb_typeof(s.attribute_refs -> k.name)
           WHEN 'string' THEN t.texts[1]::jsonb
           ELSE to_jsonb('[' || array_to_string(t.texts, ',') || ']') END) AS texts
  FROM unnest(ARRAY(SELECT jsonb_object_keys(s.attribute_refs))) AS k(name)
  CROSS JOIN LATERAL (
    SELECT array_agg(i.content ORDER BY r.ordinal, i.ordinal) AS texts
    FROM unnest(string_to_array(translate((s.attribute_refs -> k.name)::text, '[" ]', ''), ',')) WITH ORDINALITY AS r(ref, ordinal)
    CROSS JOIN LATERAL (SELECT content_type, content FROM agent_contents WHERE day = (s.start_time AT TIME ZONE 'UTC')::date AND content_id = r.ref::uuid LIMIT 1) AS c
    CROSS JOIN LATERAL (
      SELECT 0 AS ordinal, c.content::text WHERE c.content_type <> 'list'
      UNION ALL
      SELECT e.ordinal, l.content::text
      FROM unnest(CASE c.content_type WHEN 'list' THEN string_to_array(translate(c.content::text, '["]', ''), ',') END) WITH ORDINALITY AS e(id, ordinal)
      CROSS JOIN LATERAL (SELECT content FROM agent_contents WHERE day = (s.start_time AT TIME ZONE 'UTC')::date AND content_id = e.id::uuid LIMIT 1) AS l
    ) AS i
  ) AS t
) AS a ON true;

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

-- lz4 compresses and reads content faster than pglz; servers built without it keep pglz.
DO $lz4$
BEGIN
  ALTER TABLE agent_spans ALTER COLUMN input SET COMPRESSION lz4, ALTER COLUMN output SET COMPRESSION lz4,
                          ALTER COLUMN attributes SET COMPRESSION lz4, ALTER COLUMN events SET COMPRESSION lz4;
  ALTER TABLE agent_contents ALTER COLUMN content SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR syntax_error THEN
  NULL;
END
$lz4$;
