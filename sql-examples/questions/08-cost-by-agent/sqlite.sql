-- What does each agent use and cost?
SELECT coalesce(agent_name, '(unknown)') AS agent_name,
       count(*) AS calls,
       sum(input_tokens) AS input_tokens,
       sum(cache_read_tokens) AS cache_read_tokens,
       sum(output_tokens) AS output_tokens,
       sum(total_tokens) AS total_tokens,
       round(sum(cost_usd), 6) AS cost_usd,
       count(*) FILTER (WHERE cost_usd IS NULL) AS unpriced_calls
FROM agent_spans
WHERE usage_counted
  AND (total_tokens IS NOT NULL OR cost_usd IS NOT NULL)
  AND start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
GROUP BY 1
ORDER BY cost_usd DESC NULLS LAST, total_tokens DESC, agent_name;
