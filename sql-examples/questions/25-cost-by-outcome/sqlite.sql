-- What do runs cost that fail?
WITH outcomes AS (
  SELECT CASE WHEN status = 'RUNNING' THEN 'running'
              WHEN status NOT IN ('OK', 'UNSET') THEN 'failed'
              WHEN error_count > 0 THEN 'with errors'
              ELSE 'clean' END AS outcome,
         total_tokens, cost_usd, unpriced_calls
  FROM agent_traces
  WHERE start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
)
SELECT outcome,
       count(*) AS traces,
       sum(total_tokens) AS total_tokens,
       round(sum(cost_usd), 6) AS cost_usd,
       sum(unpriced_calls) AS unpriced_calls,
       round(100 * sum(cost_usd) / nullif(sum(sum(cost_usd)) OVER (), 0), 1) AS share_of_cost_pct
FROM outcomes
GROUP BY outcome
ORDER BY cost_usd DESC NULLS LAST, outcome;
