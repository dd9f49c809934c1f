-- What does a run of each agent cost?
SELECT coalesce(agent_name, '(unknown)') AS agent_name,
       count(*) AS traces,
       count(cost_usd) AS priced_traces,
       round(percentile_cont(0.50) WITHIN GROUP (ORDER BY cost_usd)::numeric, 6) AS p50_usd,
       round(percentile_cont(0.95) WITHIN GROUP (ORDER BY cost_usd)::numeric, 6) AS p95_usd,
       round(max(cost_usd), 6) AS max_usd,
       round(avg(total_tokens), 1) AS avg_tokens
FROM agent_traces
WHERE start_time >= now() - interval '7 days'
GROUP BY 1
ORDER BY max_usd DESC NULLS LAST, agent_name;
