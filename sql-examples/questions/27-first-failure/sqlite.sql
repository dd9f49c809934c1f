-- What fails first in runs that have errors?
WITH failures AS (
  SELECT trace_id,
         kind,
         coalesce(CASE kind WHEN 'TOOL' THEN tool_name WHEN 'LLM' THEN model WHEN 'AGENT' THEN agent_name END, name) AS failed,
         coalesce(error_type, '(unknown)') AS error_type,
         start_time,
         row_number() OVER (PARTITION BY trace_id ORDER BY end_time, start_time DESC, span_id) AS nth
  FROM agent_spans
  WHERE status = 'ERROR'
    AND start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
)
SELECT f.kind,
       f.failed,
       f.error_type,
       count(*) AS traces,
       count(*) FILTER (WHERE t.status = 'ERROR') AS failed_traces,
       max(f.start_time) AS last_seen
FROM failures f
JOIN agent_traces t ON t.trace_id = f.trace_id
WHERE f.nth = 1
GROUP BY f.kind, f.failed, f.error_type
ORDER BY traces DESC, last_seen DESC, f.kind, f.failed
LIMIT 20;
