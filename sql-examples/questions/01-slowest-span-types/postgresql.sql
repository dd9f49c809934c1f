-- Which kinds of step are slowest?
SELECT kind,
       name,
       count(*) AS spans,
       round(percentile_cont(0.50) WITHIN GROUP (ORDER BY duration_ms)::numeric, 1) AS p50_ms,
       round(percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms)::numeric, 1) AS p95_ms,
       round(max(duration_ms)::numeric, 1) AS max_ms,
       round(sum(duration_ms)::numeric, 1) AS total_ms
FROM agent_spans
WHERE start_time >= now() - interval '7 days'
GROUP BY kind, name
ORDER BY p95_ms DESC, kind, name
LIMIT 20;
