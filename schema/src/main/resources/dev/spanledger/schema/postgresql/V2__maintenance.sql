-- Spanledger, PostgreSQL, version 2: what runs for years.
--
-- Runs unchanged by psql, Flyway or Liquibase, in one transaction, in the schema that is first on the search_path,
-- while writers write: no table that they use is locked against them.

-- What maintenance remembers, one row a task. Writers read the rows 'contents' and 'rollups'.
CREATE TABLE agent_maintenance (
  task               text PRIMARY KEY,
  holder             text,                      -- the process that does the task now
  held_until         timestamptz,               -- then anybody may take it over
  epoch              bigint NOT NULL DEFAULT 0, -- of 'contents': grows whenever contents were removed that a writer may rely on
  closed_until       timestamptz,           -- of 'rollups': the hours before it are in agent_usage_hourly
  marked_until       timestamptz,           -- of 'rollups': who changes spans that started before it leaves a mark in agent_usage_stale
  state              text,                      -- how far the task has come, JSON
  updated_at         timestamptz NOT NULL DEFAULT now()
);
INSERT INTO agent_maintenance (task) VALUES ('contents'), ('rollups'), ('retention');

-- Who was erased, so that spans of theirs which still wait somewhere are not stored when they come.
CREATE TABLE agent_erasures (
  subject_kind       text NOT NULL,             -- user, session or trace
  subject_hash       text NOT NULL,             -- SHA-256 of the id, 64 lower-case hex digits
  subject_id         text,                      -- the id itself, until the erasure is finished
  requested_at       timestamptz NOT NULL,      -- what a user or a session does later is stored again
  finished_at        timestamptz,
  days               text NOT NULL DEFAULT '',  -- whose contents are to be looked through, UTC, separated by spaces
  PRIMARY KEY (subject_kind, subject_hash)
);

-- Open spans say as much about themselves as a list of what is running needs, and as what becomes of them if they never end.
ALTER TABLE agent_open_spans
  ADD COLUMN otel_kind     text,
  ADD COLUMN flags         smallint,             -- as in agent_spans: whether the parent is remote
  ADD COLUMN tenant_id     text,
  ADD COLUMN run_id        text,
  ADD COLUMN workflow_name text,
  ADD COLUMN environment   text,
  ADD COLUMN model         text,
  ADD COLUMN tool_name     text,
  ADD COLUMN suspected_at  timestamptz,          -- since when maintenance waits for a heartbeat; a heartbeat clears it
  ADD COLUMN hanging_since timestamptz;          -- when maintenance found that it runs much longer than its like
-- Serves: the heartbeat of one process.
CREATE INDEX agent_open_spans_process ON agent_open_spans (process_id);

-- Usage by the hour and by the UTC day, for questions over months. Maintenance counts the hours that are over; the views
-- below add the spans since; that these start before the end of time tells PostgreSQL that they are few. What version 1 had in
-- this place was never filled.
DROP TABLE agent_usage_hourly;
CREATE TABLE agent_usage_hourly (
  hour               timestamptz NOT NULL,
  ordinal            integer NOT NULL,
  service_name       text NOT NULL,             -- '' where spans say none, as in the other names
  environment        text NOT NULL,
  agent_name         text NOT NULL,
  kind               text NOT NULL,
  name               text NOT NULL,
  model              text NOT NULL,
  tool_name          text NOT NULL,
  span_count         bigint NOT NULL,
  error_count        bigint NOT NULL,           -- spans with status ERROR
  input_tokens       bigint NOT NULL,           -- of spans with usage_counted, as the other sums
  output_tokens      bigint NOT NULL,
  total_tokens       bigint NOT NULL,
  cache_read_tokens  bigint NOT NULL,
  cache_write_tokens bigint NOT NULL,
  reasoning_tokens   bigint NOT NULL,
  cost_usd           numeric,                   -- NULL while no call has a known cost
  unpriced_calls     bigint NOT NULL,           -- model calls that cost_usd leaves out
  duration_sum_ms    double precision NOT NULL,
  duration_max_ms    double precision NOT NULL,
  duration_histogram integer[] NOT NULL,        -- two rows: buckets as in agent_usage_spans, and how many spans
  PRIMARY KEY (hour, ordinal)
);

CREATE TABLE agent_usage_daily (
  day                date NOT NULL,
  ordinal            integer NOT NULL,
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
  cache_read_tokens  bigint NOT NULL,
  cache_write_tokens bigint NOT NULL,
  reasoning_tokens   bigint NOT NULL,
  cost_usd           numeric,
  unpriced_calls     bigint NOT NULL,
  duration_sum_ms    double precision NOT NULL,
  duration_max_ms    double precision NOT NULL,
  duration_histogram integer[] NOT NULL,
  PRIMARY KEY (day, ordinal)
);

-- Hours that are to be counted again: whoever writes, changes or removes a span of an hour that may have been counted says so
-- in the same transaction, in a row of its own.
CREATE TABLE agent_usage_stale (
  hour               timestamptz NOT NULL,
  mark               uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (hour, mark)
);

-- What the rollups count of a span. duration_bucket is 0 for 0 ms, and else b with 1.04^(b-401) < ms <= 1.04^(b-400).
CREATE VIEW agent_usage_spans AS
SELECT start_time, date_bin('1 hour', start_time, timestamptz '2000-01-01 00:00:00+00') AS hour,
       coalesce(service_name, '') AS service_name, coalesce(environment, '') AS environment, coalesce(agent_name, '') AS agent_name,
       kind, name, coalesce(model, '') AS model, coalesce(tool_name, '') AS tool_name,
       CASE WHEN status = 'ERROR' THEN 1 ELSE 0 END AS errors,
       CASE WHEN usage_counted THEN least(greatest(input_tokens, 0), 1000000000000) END AS input_tokens,
       CASE WHEN usage_counted THEN least(greatest(output_tokens, 0), 1000000000000) END AS output_tokens,
       CASE WHEN usage_counted THEN least(greatest(total_tokens, 0), 1000000000000) END AS total_tokens,
       CASE WHEN usage_counted THEN least(greatest(cache_read_tokens, 0), 1000000000000) END AS cache_read_tokens,
       CASE WHEN usage_counted THEN least(greatest(cache_write_tokens, 0), 1000000000000) END AS cache_write_tokens,
       CASE WHEN usage_counted THEN least(greatest(reasoning_tokens, 0), 1000000000000) END AS reasoning_tokens,
       CASE WHEN usage_counted THEN cost_usd END AS cost_usd,
       CASE WHEN usage_counted AND total_tokens IS NOT NULL AND cost_usd IS NULL THEN 1 ELSE 0 END AS unpriced_calls,
       duration_ms,
       CASE WHEN duration_ms > 0 THEN greatest(1, 400 + ceil(ln(least(duration_ms, 1e15)) / 0.0392207131532813))::integer ELSE 0 END AS duration_bucket
FROM agent_spans;

-- Usage by the hour: the hours that were counted, and the spans since.
CREATE VIEW agent_usage_by_hour AS
SELECT hour, service_name, environment, agent_name, kind, name, model, tool_name,
       span_count, error_count, input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens,
       cost_usd, unpriced_calls, duration_sum_ms, duration_max_ms
FROM agent_usage_hourly
UNION ALL
SELECT hour, service_name, environment, agent_name, kind, name, model, tool_name,
       count(*), sum(errors),
       coalesce(sum(input_tokens), 0)::bigint, coalesce(sum(output_tokens), 0)::bigint, coalesce(sum(total_tokens), 0)::bigint,
       coalesce(sum(cache_read_tokens), 0)::bigint, coalesce(sum(cache_write_tokens), 0)::bigint, coalesce(sum(reasoning_tokens), 0)::bigint,
       sum(cost_usd), sum(unpriced_calls), sum(duration_ms), max(duration_ms)
FROM agent_usage_spans
WHERE start_time >= coalesce((SELECT closed_until FROM agent_maintenance WHERE task = 'rollups'), '-infinity') AND start_time <= 'infinity'
GROUP BY hour, service_name, environment, agent_name, kind, name, model, tool_name;

-- Usage by the UTC day: the days that were counted, the hours since, and the spans since.
CREATE VIEW agent_usage_by_day AS
SELECT day, service_name, environment, agent_name, kind, name, model, tool_name,
       span_count, error_count, input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens,
       cost_usd, unpriced_calls, duration_sum_ms, duration_max_ms
FROM agent_usage_daily
UNION ALL
SELECT day, service_name, environment, agent_name, kind, name, model, tool_name,
       sum(span_count)::bigint, sum(error_count)::bigint, sum(input_tokens)::bigint, sum(output_tokens)::bigint,
       sum(total_tokens)::bigint, sum(cache_read_tokens)::bigint, sum(cache_write_tokens)::bigint, sum(reasoning_tokens)::bigint,
       sum(cost_usd), sum(unpriced_calls)::bigint, sum(duration_sum_ms), max(duration_max_ms)
FROM (
  SELECT (hour AT TIME ZONE 'UTC')::date AS day, service_name, environment, agent_name, kind, name, model, tool_name,
         span_count, error_count, input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens,
         cost_usd, unpriced_calls, duration_sum_ms, duration_max_ms
  FROM agent_usage_hourly
  WHERE hour >= (SELECT date_trunc('day', closed_until, 'UTC') FROM agent_maintenance WHERE task = 'rollups')
  UNION ALL
  SELECT (hour AT TIME ZONE 'UTC')::date, service_name, environment, agent_name, kind, name, model, tool_name,
         count(*), sum(errors),
         coalesce(sum(input_tokens), 0)::bigint, coalesce(sum(output_tokens), 0)::bigint, coalesce(sum(total_tokens), 0)::bigint,
         coalesce(sum(cache_read_tokens), 0)::bigint, coalesce(sum(cache_write_tokens), 0)::bigint, coalesce(sum(reasoning_tokens), 0)::bigint,
         sum(cost_usd), sum(unpriced_calls), sum(duration_ms), max(duration_ms)
  FROM agent_usage_spans
  WHERE start_time >= coalesce((SELECT closed_until FROM agent_maintenance WHERE task = 'rollups'), '-infinity') AND start_time <= 'infinity'
  GROUP BY hour, service_name, environment, agent_name, kind, name, model, tool_name
) AS since
GROUP BY day, service_name, environment, agent_name, kind, name, model, tool_name;

-- How long spans took, by the hour: how many spans of each duration, which is right within 2 %.
CREATE VIEW agent_duration_by_hour AS
SELECT hour, service_name, environment, agent_name, kind, name, model, tool_name,
       CASE bucket WHEN 0 THEN 0 ELSE power(1.04::double precision, bucket - 400) * 2 / 2.04 END AS bucket_ms, span_count
FROM (
  SELECT hour, service_name, environment, agent_name, kind, name, model, tool_name,
         unnest(duration_histogram[1:1]) AS bucket, unnest(duration_histogram[2:2]) AS span_count
  FROM agent_usage_hourly
) AS counted
UNION ALL
SELECT hour, service_name, environment, agent_name, kind, name, model, tool_name,
       CASE duration_bucket WHEN 0 THEN 0 ELSE power(1.04::double precision, duration_bucket - 400) * 2 / 2.04 END, count(*)::integer
FROM agent_usage_spans
WHERE start_time >= coalesce((SELECT closed_until FROM agent_maintenance WHERE task = 'rollups'), '-infinity') AND start_time <= 'infinity'
GROUP BY hour, service_name, environment, agent_name, kind, name, model, tool_name, duration_bucket;

-- The same by the UTC day. A day that is not over has several rows for a duration: sum them.
CREATE VIEW agent_duration_by_day AS
SELECT day, service_name, environment, agent_name, kind, name, model, tool_name,
       CASE bucket WHEN 0 THEN 0 ELSE power(1.04::double precision, bucket - 400) * 2 / 2.04 END AS bucket_ms, span_count
FROM (
  SELECT day, service_name, environment, agent_name, kind, name, model, tool_name,
         unnest(duration_histogram[1:1]) AS bucket, unnest(duration_histogram[2:2]) AS span_count
  FROM agent_usage_daily
) AS counted
UNION ALL
SELECT (hour AT TIME ZONE 'UTC')::date AS day, service_name, environment, agent_name, kind, name, model, tool_name,
       CASE bucket WHEN 0 THEN 0 ELSE power(1.04::double precision, bucket - 400) * 2 / 2.04 END AS bucket_ms, span_count
FROM (
  SELECT hour, service_name, environment, agent_name, kind, name, model, tool_name,
         unnest(duration_histogram[1:1]) AS bucket, unnest(duration_histogram[2:2]) AS span_count
  FROM agent_usage_hourly
  WHERE hour >= (SELECT date_trunc('day', closed_until, 'UTC') FROM agent_maintenance WHERE task = 'rollups')
) AS counted
UNION ALL
SELECT (hour AT TIME ZONE 'UTC')::date, service_name, environment, agent_name, kind, name, model, tool_name,
       CASE duration_bucket WHEN 0 THEN 0 ELSE power(1.04::double precision, duration_bucket - 400) * 2 / 2.04 END, count(*)::integer
FROM agent_usage_spans
WHERE start_time >= coalesce((SELECT closed_until FROM agent_maintenance WHERE task = 'rollups'), '-infinity') AND start_time <= 'infinity'
GROUP BY hour, service_name, environment, agent_name, kind, name, model, tool_name, duration_bucket;

-- Who may write spans may write that one is open and that an hour is to be counted again, and must see what was erased.
DO $grants$
DECLARE
  writer text;
BEGIN
  FOR writer IN
    SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
    FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
    WHERE c.oid = 'agent_spans'::regclass AND a.privilege_type = 'INSERT' AND a.grantee <> c.relowner
  LOOP
    EXECUTE 'GRANT SELECT ON agent_maintenance, agent_erasures TO ' || writer;
    EXECUTE 'GRANT SELECT, INSERT, UPDATE, DELETE ON agent_open_spans TO ' || writer;
    EXECUTE 'GRANT INSERT ON agent_usage_stale TO ' || writer;
  END LOOP;
END
$grants$;

INSERT INTO spanledger_schema (version, script) VALUES (2, 'V2__maintenance');
