-- Which tool follows which?
WITH calls AS (
  SELECT trace_id,
         tool_name,
         status,
         lead(tool_name, 1, '(end)') OVER (PARTITION BY trace_id ORDER BY start_time, span_id) AS next_tool
  FROM agent_tool_calls
  WHERE start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
)
SELECT tool_name,
       next_tool,
       count(*) AS times,
       count(DISTINCT trace_id) AS traces,
       count(*) FILTER (WHERE status = 'ERROR') AS after_error
FROM calls
GROUP BY tool_name, next_tool
ORDER BY times DESC, tool_name, next_tool
LIMIT 20;
