-- Which agents call which agents?
SELECT p.agent_name AS caller,
       c.agent_name AS called,
       count(*) AS calls,
       count(*) FILTER (WHERE c.status = 'ERROR') AS errors,
       round(sum(c.duration_ms), 1) AS total_ms,
       round(100 * sum(c.duration_ms) / nullif(sum(p.duration_ms), 0), 1) AS share_of_caller_pct
FROM agent_spans c
JOIN agent_spans p ON p.trace_id = c.trace_id AND p.span_id = c.parent_span_id
WHERE c.kind = 'AGENT'
  AND c.start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
  AND p.kind = 'AGENT'
GROUP BY p.agent_name, c.agent_name
ORDER BY calls DESC, caller, called;
