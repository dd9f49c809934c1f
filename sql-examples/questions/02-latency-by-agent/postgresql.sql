-- How long do the runs of each agent take?
SELECT coalesce(agent_name, name) AS agent_name,
       count(*) AS runs,
       count(*) FILTER (WHERE status = 'ERROR') AS errors,
       round(percentile_cont(0.50) WITHIN GROUP (ORDER BY duration_ms)::numeric, 1) AS p50_ms,
       round(percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms)::numeric, 1) AS p95_ms,
       round(percentile_cont(0.99) WITHIN GROUP (ORDER BY duration_ms)::numeric, 1) AS p99_ms,
       round(max(duration_ms)::numeric, 1) AS max_ms
FROM agent_spans
WHERE kind = 'AGENT'
  AND start_time >= now() - interval '7 days'
GROUP BY 1
ORDER BY p95_ms DESC, agent_name;
