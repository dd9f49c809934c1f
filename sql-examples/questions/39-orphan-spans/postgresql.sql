-- Which steps have a parent that never arrived?
SELECT c.trace_id,
       t.status,
       count(*) AS orphans,
       max(t.span_count) AS spans,
       count(DISTINCT c.parent_span_id) AS missing_parents,
       min(c.start_time) AS first_start
FROM agent_spans c
JOIN agent_traces t ON t.trace_id = c.trace_id
WHERE c.parent_span_id IS NOT NULL
  AND c.start_time >= now() - interval '7 days'
  AND NOT EXISTS (
    SELECT FROM agent_spans p
    WHERE p.trace_id = c.trace_id AND p.span_id = c.parent_span_id AND p.start_time >= now() - interval '8 days'
  )
GROUP BY c.trace_id, t.status
ORDER BY orphans DESC, c.trace_id
LIMIT 20;
