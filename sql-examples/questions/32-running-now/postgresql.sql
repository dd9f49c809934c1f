-- What is running now, and what has stopped without ending?
SELECT trace_id,
       kind,
       name,
       agent_name,
       service_name,
       start_time,
       CASE WHEN heartbeat_at >= now() - interval '1 minute' THEN 'yes' ELSE 'no' END AS alive
FROM agent_open_spans
ORDER BY start_time, trace_id, span_id;
