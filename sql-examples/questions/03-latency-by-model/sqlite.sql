-- How long do the calls of each model take?
WITH timed AS (
  SELECT coalesce(model, '(unknown)') AS model, status, coalesce(self_duration_ms, duration_ms) AS ms
  FROM agent_spans
  WHERE kind = 'LLM'
    AND usage_counted
    AND start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
), ranked AS (
  SELECT model,
         status,
         ms,
         row_number() OVER (PARTITION BY model ORDER BY ms) - 1 AS rank,
         count(*) OVER (PARTITION BY model) - 1 AS last
  FROM timed
)
-- A percentile lies between two ranks: each of the two values weighs what the other is away from it.
SELECT model,
       count(*) AS calls,
       count(*) FILTER (WHERE status = 'ERROR') AS errors,
       round(sum(ms * max(0, 1 - abs(0.50 * last - rank))), 1) AS p50_ms,
       round(sum(ms * max(0, 1 - abs(0.95 * last - rank))), 1) AS p95_ms,
       round(sum(ms * max(0, 1 - abs(0.99 * last - rank))), 1) AS p99_ms,
       round(max(ms), 1) AS max_ms
FROM ranked
GROUP BY model
ORDER BY p95_ms DESC, model;
