-- Spanledger, SQLite, version 2: what runs for years.

-- What maintenance remembers, one row a task. Writers read the rows 'contents' and 'rollups'.
CREATE TABLE agent_maintenance (
  task               TEXT PRIMARY KEY,
  holder             TEXT,                      -- the process that does the task now
  held_until         TEXT,                      -- then anybody may take it over
  epoch              INTEGER NOT NULL DEFAULT 0, -- of 'contents': grows whenever contents were removed that a writer may rely on
  closed_until       TEXT,                  -- of 'rollups': the hours before it are in agent_usage_hourly
  marked_until       TEXT,                  -- of 'rollups': who changes spans that started before it leaves a mark in agent_usage_stale
  state              TEXT,                      -- how far the task has come, JSON
  updated_at         TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')
);
INSERT INTO agent_maintenance (task) VALUES ('contents'), ('rollups'), ('retention');

-- Who was erased, so that spans of theirs which still wait somewhere are not stored when they come.
CREATE TABLE agent_erasures (
  subject_kind       TEXT NOT NULL,             -- user, session or trace
  subject_hash       TEXT NOT NULL,             -- SHA-256 of the id, 64 lower-case hex digits
  subject_id         TEXT,                      -- the id itself, until the erasure is finished
  requested_at       TEXT NOT NULL,             -- what a user or a session does later is stored again
  finished_at        TEXT,
  days               TEXT NOT NULL DEFAULT '',  -- whose contents are to be looked through, UTC, separated by spaces
  PRIMARY KEY (subject_kind, subject_hash)
);

-- Open spans say as much about themselves as a list of what is running needs, and as what becomes of them if they never end.
ALTER TABLE agent_open_spans ADD COLUMN otel_kind TEXT;
ALTER TABLE agent_open_spans ADD COLUMN flags INTEGER;        -- as in agent_spans: whether the parent is remote
ALTER TABLE agent_open_spans ADD COLUMN tenant_id TEXT;
ALTER TABLE agent_open_spans ADD COLUMN run_id TEXT;
ALTER TABLE agent_open_spans ADD COLUMN workflow_name TEXT;
ALTER TABLE agent_open_spans ADD COLUMN environment TEXT;
ALTER TABLE agent_open_spans ADD COLUMN model TEXT;
ALTER TABLE agent_open_spans ADD COLUMN tool_name TEXT;
ALTER TABLE agent_open_spans ADD COLUMN suspected_at TEXT;    -- since when maintenance waits for a heartbeat; a heartbeat clears it
ALTER TABLE agent_open_spans ADD COLUMN hanging_since TEXT;   -- when maintenance found that it runs much longer than its like
-- Serves: the heartbeat of one process.
CREATE INDEX agent_open_spans_process ON agent_open_spans (process_id);

-- Usage by the hour and by the UTC day, for questions over months. Maintenance counts the hours that are over; the views
-- below add the spans since. What version 1 had in this place was never filled.
DROP TABLE agent_usage_hourly;
CREATE TABLE agent_usage_hourly (
  hour               TEXT NOT NULL,
  ordinal            INTEGER NOT NULL,
  service_name       TEXT NOT NULL,             -- '' where spans say none, as in the other names
  environment        TEXT NOT NULL,
  agent_name         TEXT NOT NULL,
  kind               TEXT NOT NULL,
  name               TEXT NOT NULL,
  model              TEXT NOT NULL,
  tool_name          TEXT NOT NULL,
  span_count         INTEGER NOT NULL,
  error_count        INTEGER NOT NULL,          -- spans with status ERROR
  input_tokens       INTEGER NOT NULL,          -- of spans with usage_counted, as the other sums
  output_tokens      INTEGER NOT NULL,
  total_tokens       INTEGER NOT NULL,
  cache_read_tokens  INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  reasoning_tokens   INTEGER NOT NULL,
  cost_usd           REAL,                      -- NULL while no call has a known cost
  unpriced_calls     INTEGER NOT NULL,          -- model calls that cost_usd leaves out
  duration_sum_ms    REAL NOT NULL,
  duration_max_ms    REAL NOT NULL,
  duration_histogram TEXT NOT NULL,             -- JSON: how many spans, by bucket as in agent_usage_spans
  PRIMARY KEY (hour, ordinal)
) WITHOUT ROWID;

CREATE TABLE agent_usage_daily (
  day                TEXT NOT NULL,
  ordinal            INTEGER NOT NULL,
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
  cache_read_tokens  INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  reasoning_tokens   INTEGER NOT NULL,
  cost_usd           REAL,
  unpriced_calls     INTEGER NOT NULL,
  duration_sum_ms    REAL NOT NULL,
  duration_max_ms    REAL NOT NULL,
  duration_histogram TEXT NOT NULL,
  PRIMARY KEY (day, ordinal)
) WITHOUT ROWID;

-- Hours that are to be counted again: whoever writes, changes or removes a span of an hour that may have been counted says so
-- in the same transaction, in a row of its own.
CREATE TABLE agent_usage_stale (
  hour               TEXT NOT NULL,
  mark               TEXT NOT NULL DEFAULT (lower(hex(randomblob(16)))),
  PRIMARY KEY (hour, mark)
);

-- What the rollups count of a span. duration_bucket is 0 for 0 ms, and else b with 1.04^(b-401) < ms <= 1.04^(b-400).
CREATE VIEW agent_usage_spans AS
SELECT start_time, substr(start_time, 1, 13) || ':00:00.000000Z' AS hour,
       coalesce(service_name, '') AS service_name, coalesce(environment, '') AS environment, coalesce(agent_name, '') AS agent_name,
       kind, name, coalesce(model, '') AS model, coalesce(tool_name, '') AS tool_name,
       status = 'ERROR' AS errors,
       CASE WHEN usage_counted THEN min(max(input_tokens, 0), 1000000000000) END AS input_tokens,
       CASE WHEN usage_counted THEN min(max(output_tokens, 0), 1000000000000) END AS output_tokens,
       CASE WHEN usage_counted THEN min(max(total_tokens, 0), 1000000000000) END AS total_tokens,
       CASE WHEN usage_counted THEN min(max(cache_read_tokens, 0), 1000000000000) END AS cache_read_tokens,
       CASE WHEN usage_counted THEN min(max(cache_write_tokens, 0), 1000000000000) END AS cache_write_tokens,
       CASE WHEN usage_counted THEN min(max(reasoning_tokens, 0), 1000000000000) END AS reasoning_tokens,
       CASE WHEN usage_counted THEN cost_usd END AS cost_usd,
       usage_counted AND total_tokens IS NOT NULL AND cost_usd IS NULL AS unpriced_calls,
       duration_ms,
       CASE WHEN duration_ms > 0 THEN CAST(max(1, 400 + ceil(ln(min(duration_ms, 1e15)) / 0.0392207131532813)) AS INTEGER) ELSE 0 END AS duration_bucket
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
       coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), coalesce(sum(total_tokens), 0),
       coalesce(sum(cache_read_tokens), 0), coalesce(sum(cache_write_tokens), 0), coalesce(sum(reasoning_tokens), 0),
       sum(cost_usd), sum(unpriced_calls), sum(duration_ms), max(duration_ms)
FROM agent_usage_spans
WHERE start_time >= coalesce((SELECT closed_until FROM agent_maintenance WHERE task = 'rollups'), '')
GROUP BY hour, service_name, environment, agent_name, kind, name, model, tool_name;

-- Usage by the UTC day: the days that were counted, the hours since, and the spans since.
CREATE VIEW agent_usage_by_day AS
SELECT day, service_name, environment, agent_name, kind, name, model, tool_name,
       span_count, error_count, input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens,
       cost_usd, unpriced_calls, duration_sum_ms, duration_max_ms
FROM agent_usage_daily
UNION ALL
SELECT day, service_name, environment, agent_name, kind, name, model, tool_name,
       sum(span_count), sum(error_count), sum(input_tokens), sum(output_tokens),
       sum(total_tokens), sum(cache_read_tokens), sum(cache_write_tokens), sum(reasoning_tokens),
       sum(cost_usd), sum(unpriced_calls), sum(duration_sum_ms), max(duration_max_ms)
FROM (
  SELECT substr(hour, 1, 10) AS day, service_name, environment, agent_name, kind, name, model, tool_name,
         span_count, error_count, input_tokens, output_tokens, total_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens,
         cost_usd, unpriced_calls, duration_sum_ms, duration_max_ms
  FROM agent_usage_hourly
  WHERE hour >= (SELECT substr(closed_until, 1, 10) FROM agent_maintenance WHERE task = 'rollups')
  UNION ALL
  SELECT substr(hour, 1, 10), service_name, environment, agent_name, kind, name, model, tool_name,
         count(*), sum(errors),
         coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), coalesce(sum(total_tokens), 0),
         coalesce(sum(cache_read_tokens), 0), coalesce(sum(cache_write_tokens), 0), coalesce(sum(reasoning_tokens), 0),
         sum(cost_usd), sum(unpriced_calls), sum(duration_ms), max(duration_ms)
  FROM agent_usage_spans
  WHERE start_time >= coalesce((SELECT closed_until FROM agent_maintenance WHERE task = 'rollups'), '')
  GROUP BY hour, service_name, environment, agent_name, kind, name, model, tool_name
) AS since
GROUP BY day, service_name, environment, agent_name, kind, name, model, tool_name;

-- How long spans took, by the hour: how many spans of each duration, which is right within 2 %.
CREATE VIEW agent_duration_by_hour AS
SELECT hour, agent_usage_hourly.service_name, agent_usage_hourly.environment, agent_usage_hourly.agent_name, agent_usage_hourly.kind, agent_usage_hourly.name, agent_usage_hourly.model, agent_usage_hourly.tool_name,
       CASE CAST(n.key AS INTEGER) WHEN 0 THEN 0 ELSE power(1.04, n.key - 400) * 2 / 2.04 END AS bucket_ms, n.value AS span_count
FROM agent_usage_hourly CROSS JOIN json_each(duration_histogram) AS n
UNION ALL
SELECT hour, service_name, environment, agent_name, kind, name, model, tool_name,
       CASE duration_bucket WHEN 0 THEN 0 ELSE power(1.04, duration_bucket - 400) * 2 / 2.04 END, count(*)
FROM agent_usage_spans
WHERE start_time >= coalesce((SELECT closed_until FROM agent_maintenance WHERE task = 'rollups'), '')
GROUP BY hour, service_name, environment, agent_name, kind, name, model, tool_name, duration_bucket;

-- The same by the UTC day. A day that is not over has several rows for a duration: sum them.
CREATE VIEW agent_duration_by_day AS
SELECT day, agent_usage_daily.service_name, agent_usage_daily.environment, agent_usage_daily.agent_name, agent_usage_daily.kind, agent_usage_daily.name, agent_usage_daily.model, agent_usage_daily.tool_name,
       CASE CAST(n.key AS INTEGER) WHEN 0 THEN 0 ELSE power(1.04, n.key - 400) * 2 / 2.04 END AS bucket_ms, n.value AS span_count
FROM agent_usage_daily CROSS JOIN json_each(duration_histogram) AS n
UNION ALL
SELECT substr(hour, 1, 10) AS day, agent_usage_hourly.service_name, agent_usage_hourly.environment, agent_usage_hourly.agent_name, agent_usage_hourly.kind, agent_usage_hourly.name, agent_usage_hourly.model, agent_usage_hourly.tool_name,
       CASE CAST(n.key AS INTEGER) WHEN 0 THEN 0 ELSE power(1.04, n.key - 400) * 2 / 2.04 END AS bucket_ms, n.value AS span_count
FROM agent_usage_hourly CROSS JOIN json_each(duration_histogram) AS n
WHERE hour >= (SELECT substr(closed_until, 1, 10) FROM agent_maintenance WHERE task = 'rollups')
UNION ALL
SELECT substr(hour, 1, 10), service_name, environment, agent_name, kind, name, model, tool_name,
       CASE duration_bucket WHEN 0 THEN 0 ELSE power(1.04, duration_bucket - 400) * 2 / 2.04 END, count(*)
FROM agent_usage_spans
WHERE start_time >= coalesce((SELECT closed_until FROM agent_maintenance WHERE task = 'rollups'), '')
GROUP BY hour, service_name, environment, agent_name, kind, name, model, tool_name, duration_bucket;

INSERT INTO spanledger_schema (version, script) VALUES (2, 'V2__maintenance');
