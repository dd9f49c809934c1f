-- Which runs kept calling something that kept failing?
WITH calls AS (
  SELECT trace_id,
         kind,
         coalesce(tool_name, model, name) AS called,
         status,
         coalesce(error_type, '(unknown)') AS error_type,
         start_time,
         duration_ms,
         max(CASE WHEN status <> 'ERROR' THEN start_time END)
           OVER (PARTITION BY trace_id, kind, coalesce(tool_name, model, name)) AS last_success
  FROM agent_spans
  WHERE kind IN ('LLM', 'TOOL')
    AND (kind <> 'LLM' OR usage_counted)
    AND start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
)
SELECT trace_id,
       kind,
       called,
       error_type,
       count(*) AS failures,
       round(sum(duration_ms), 1) AS lost_ms,
       max(start_time) AS last_failure,
       CASE WHEN max(last_success) > max(start_time) THEN 'yes' ELSE 'no' END AS recovered
FROM calls
WHERE status = 'ERROR'
GROUP BY trace_id, kind, called, error_type
HAVING count(*) > 1
ORDER BY failures DESC, lost_ms DESC, trace_id
LIMIT 20;
