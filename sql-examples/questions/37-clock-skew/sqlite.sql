-- Which services have clocks that differ?
SELECT p.service_name AS parent_service,
       c.service_name AS child_service,
       count(*) AS spans,
       count(DISTINCT c.trace_id) AS traces,
       round(max(p.start_unix_nano - c.start_unix_nano) / 1000000.0, 1) AS max_early_ms,
       max(c.trace_id) AS example_trace_id
FROM agent_spans c
JOIN agent_spans p ON p.trace_id = c.trace_id AND p.span_id = c.parent_span_id
WHERE c.start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
  AND NOT c.time_repaired
  AND NOT p.time_repaired
  AND p.start_unix_nano - c.start_unix_nano > 1000000
GROUP BY p.service_name, c.service_name
ORDER BY max_early_ms DESC, parent_service, child_service;
