-- Which tools fail most often?
SELECT tool_name,
       count(*) AS calls,
       count(*) FILTER (WHERE status = 'ERROR') AS errors,
       round(100.0 * count(*) FILTER (WHERE status = 'ERROR') / count(*), 1) AS error_rate_pct,
       count(DISTINCT trace_id) FILTER (WHERE status = 'ERROR') AS traces_with_errors,
       max(start_time) FILTER (WHERE status = 'ERROR') AS last_error
FROM agent_tool_calls
WHERE start_time >= now() - interval '7 days'
GROUP BY tool_name
ORDER BY error_rate_pct DESC, calls DESC, tool_name;
