-- How many steps do the runs of each agent take?
SELECT coalesce(agent_name, '(unknown)') AS agent_name,
       count(*) AS traces,
       round(avg(llm_calls), 1) AS avg_llm_calls,
       max(llm_calls) AS max_llm_calls,
       round(avg(tool_calls), 1) AS avg_tool_calls,
       max(tool_calls) AS max_tool_calls,
       max(span_count) AS max_spans
FROM agent_traces
WHERE start_time >= now() - interval '7 days'
GROUP BY 1
ORDER BY max_spans DESC, agent_name;
