-- Which runs ended well although a step in them failed?
SELECT trace_id,
       name,
       start_time,
       status,
       span_count,
       error_count,
       first_error
FROM agent_traces
WHERE status IN ('OK', 'UNSET')
  AND error_count > 0
  AND start_time >= now() - interval '7 days'
ORDER BY error_count DESC, start_time DESC, trace_id
LIMIT 20;
