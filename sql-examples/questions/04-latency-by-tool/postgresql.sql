-- How long do the calls of each tool take?
SELECT tool_name AS tool_name,
       count(*) AS calls,
       count(*) FILTER (WHERE status = 'ERROR') AS errors,
       round(percentile_cont(0.50) WITHIN GROUP (ORDER BY duration_ms)::numeric, 1) AS p50_ms,
       round(percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms)::numeric, 1) AS p95_ms,
       round(percentile_cont(0.99) WITHIN GROUP (ORDER BY duration_ms)::numeric, 1) AS p99_ms,
       round(max(duration_ms)::numeric, 1) AS max_ms
FROM agent_tool_calls
WHERE start_time >= now() - interval '7 days'
GROUP BY 1
ORDER BY p95_ms DESC, tool_name;
