-- What goes wrong, where, and how often?
SELECT kind,
       coalesce(CASE kind WHEN 'TOOL' THEN tool_name WHEN 'LLM' THEN model WHEN 'AGENT' THEN agent_name END, name) AS failed,
       coalesce(error_type, '(unknown)') AS error_type,
       count(*) AS errors,
       count(DISTINCT trace_id) AS traces,
       max(start_time) AS last_seen,
       max(trace_id) AS example_trace_id
FROM agent_spans
WHERE status = 'ERROR'
  AND (kind <> 'LLM' OR usage_counted)
  AND start_time >= now() - interval '7 days'
GROUP BY 1, 2, 3
ORDER BY errors DESC, last_seen DESC, kind, failed, error_type
LIMIT 20;
