-- Is the error rate rising?
SELECT day,
       sum(span_count) FILTER (WHERE kind = 'AGENT') AS runs,
       round(100.0 * sum(error_count) FILTER (WHERE kind = 'AGENT') / sum(span_count) FILTER (WHERE kind = 'AGENT'), 1) AS failed_runs_pct,
       sum(span_count) FILTER (WHERE kind = 'LLM') AS model_calls,
       round(100.0 * sum(error_count) FILTER (WHERE kind = 'LLM') / sum(span_count) FILTER (WHERE kind = 'LLM'), 1) AS failed_model_calls_pct,
       sum(span_count) FILTER (WHERE kind = 'TOOL') AS tool_calls,
       round(100.0 * sum(error_count) FILTER (WHERE kind = 'TOOL') / sum(span_count) FILTER (WHERE kind = 'TOOL'), 1) AS failed_tool_calls_pct
FROM agent_usage_by_day
WHERE day >= (now() AT TIME ZONE 'UTC')::date - 29
GROUP BY day
ORDER BY day DESC;
