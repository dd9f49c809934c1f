-- Which sessions cost most?
SELECT session_id,
       max(user_id) AS user_id,
       count(*) AS traces,
       sum(llm_calls) AS llm_calls,
       sum(total_tokens) AS total_tokens,
       round(sum(cost_usd), 6) AS cost_usd,
       sum(unpriced_calls) AS unpriced_calls,
       round(avg(cost_usd), 6) AS cost_per_trace_usd,
       round(100 * sum(cost_usd) / nullif(sum(sum(cost_usd)) OVER (), 0), 1) AS share_of_cost_pct
FROM agent_traces
WHERE +session_id IS NOT NULL -- the plus keeps SQLite to the index on start_time
  AND start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-30 days')
GROUP BY session_id
ORDER BY cost_usd DESC NULLS LAST, session_id
LIMIT 10;
