-- Where does the time of each agent go?
WITH steps AS (
  SELECT coalesce(agent_name, '(unknown)') AS agent_name, kind, duration_ms, coalesce(self_duration_ms, duration_ms) AS own_ms
  FROM agent_spans
  WHERE kind IN ('AGENT', 'LLM', 'TOOL')
    AND (kind <> 'LLM' OR usage_counted)
    AND start_time >= now() - interval '7 days'
)
SELECT agent_name,
       count(*) FILTER (WHERE kind = 'AGENT') AS runs,
       round((sum(duration_ms) FILTER (WHERE kind = 'AGENT'))::numeric, 1) AS run_ms,
       round((sum(own_ms) FILTER (WHERE kind = 'LLM'))::numeric, 1) AS model_ms,
       round((sum(duration_ms) FILTER (WHERE kind = 'TOOL'))::numeric, 1) AS tool_ms,
       round((100 * sum(own_ms) FILTER (WHERE kind = 'LLM') / nullif(sum(duration_ms) FILTER (WHERE kind = 'AGENT'), 0))::numeric, 1) AS model_pct,
       round((100 * sum(duration_ms) FILTER (WHERE kind = 'TOOL') / nullif(sum(duration_ms) FILTER (WHERE kind = 'AGENT'), 0))::numeric, 1) AS tool_pct
FROM steps
GROUP BY agent_name
ORDER BY run_ms DESC NULLS LAST, agent_name;
