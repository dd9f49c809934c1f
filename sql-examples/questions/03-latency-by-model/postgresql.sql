-- How long do the calls of each model take?
WITH timed AS (
  SELECT coalesce(model, '(unknown)') AS model, status, coalesce(self_duration_ms, duration_ms) AS ms
  FROM agent_spans
  WHERE kind = 'LLM'
    AND usage_counted
    AND start_time >= now() - interval '7 days'
)
SELECT model,
       count(*) AS calls,
       count(*) FILTER (WHERE status = 'ERROR') AS errors,
       round(percentile_cont(0.50) WITHIN GROUP (ORDER BY ms)::numeric, 1) AS p50_ms,
       round(percentile_cont(0.95) WITHIN GROUP (ORDER BY ms)::numeric, 1) AS p95_ms,
       round(percentile_cont(0.99) WITHIN GROUP (ORDER BY ms)::numeric, 1) AS p99_ms,
       round(max(ms)::numeric, 1) AS max_ms
FROM timed
GROUP BY model
ORDER BY p95_ms DESC, model;
