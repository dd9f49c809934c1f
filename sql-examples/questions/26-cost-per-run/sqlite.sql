-- What does a run of each agent cost?
WITH ranked AS (
  SELECT coalesce(agent_name, '(unknown)') AS agent_name,
         cost_usd,
         total_tokens,
         row_number() OVER (PARTITION BY agent_name ORDER BY cost_usd NULLS LAST) - 1 AS rank,
         count(cost_usd) OVER (PARTITION BY agent_name) - 1 AS last
  FROM agent_traces
  WHERE start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
)
-- A percentile lies between two ranks: each of the two values weighs what the other is away from it.
SELECT agent_name,
       count(*) AS traces,
       count(cost_usd) AS priced_traces,
       round(sum(cost_usd * max(0, 1 - abs(0.50 * last - rank))), 6) AS p50_usd,
       round(sum(cost_usd * max(0, 1 - abs(0.95 * last - rank))), 6) AS p95_usd,
       round(max(cost_usd), 6) AS max_usd,
       round(avg(total_tokens), 1) AS avg_tokens
FROM ranked
GROUP BY agent_name
ORDER BY max_usd DESC NULLS LAST, agent_name;
