-- Which runs have not ended and say nothing any more?
SELECT trace_id,
       name,
       agent_name,
       service_name,
       start_time,
       end_time AS last_step,
       span_count
FROM agent_traces
WHERE status = 'RUNNING'
  AND end_time < strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-1 hour')
  AND start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
ORDER BY end_time DESC, trace_id
LIMIT 50;
