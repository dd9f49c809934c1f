-- Which steps have a parent that never arrived?
SELECT c.trace_id,
       t.status,
       count(*) AS orphans,
       max(t.span_count) AS spans,
       count(DISTINCT c.parent_span_id) AS missing_parents,
       min(c.start_time) AS first_start
FROM agent_spans c
CROSS JOIN agent_traces t ON t.trace_id = c.trace_id -- CROSS JOIN keeps SQLite to the written order
WHERE c.parent_span_id IS NOT NULL
  AND c.start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
  AND NOT EXISTS (
    SELECT 1 FROM agent_spans p
    WHERE p.trace_id = c.trace_id AND p.span_id = c.parent_span_id
  )
GROUP BY +c.trace_id, t.status -- the plus keeps SQLite to the index on start_time
ORDER BY orphans DESC, c.trace_id
LIMIT 20;
