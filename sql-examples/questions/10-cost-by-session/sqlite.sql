-- What did each recent session use and cost?
SELECT session_id,
       max(user_id) AS user_id,
       max(end_time) AS last_active,
       count(*) AS traces,
       sum(llm_calls) AS llm_calls,
       sum(input_tokens) AS input_tokens,
       sum(cache_read_tokens) AS cache_read_tokens,
       sum(output_tokens) AS output_tokens,
       sum(total_tokens) AS total_tokens,
       round(sum(cost_usd), 6) AS cost_usd,
       sum(unpriced_calls) AS unpriced_calls
FROM agent_traces
WHERE +session_id IS NOT NULL -- the plus keeps SQLite to the index on start_time
  AND start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
GROUP BY session_id
ORDER BY last_active DESC, session_id
LIMIT 50;
