-- Which runs called a tool again with the same arguments?
WITH calls AS (
  SELECT trace_id,
         tool_name,
         arguments,
         status,
         duration_ms,
         row_number() OVER (PARTITION BY trace_id, tool_name, arguments ORDER BY start_time, span_id) AS nth
  FROM agent_tool_calls
  WHERE arguments IS NOT NULL
    AND start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
)
SELECT trace_id,
       tool_name,
       substr(arguments, 1, 80) AS arguments,
       count(*) AS calls,
       count(*) FILTER (WHERE status = 'ERROR') AS errors,
       round(sum(duration_ms) FILTER (WHERE nth > 1), 1) AS repeat_ms
FROM calls
GROUP BY trace_id, tool_name, calls.arguments
HAVING count(*) > 1
ORDER BY calls DESC, repeat_ms DESC, trace_id, tool_name
LIMIT 20;
