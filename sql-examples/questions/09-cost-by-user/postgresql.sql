-- What does each user use and cost?
SELECT coalesce(user_id, '(unknown)') AS user_id,
       count(*) AS traces,
       sum(llm_calls) AS llm_calls,
       sum(input_tokens) AS input_tokens,
       sum(cache_read_tokens) AS cache_read_tokens,
       sum(output_tokens) AS output_tokens,
       sum(total_tokens) AS total_tokens,
       round(sum(cost_usd), 6) AS cost_usd,
       sum(unpriced_calls) AS unpriced_calls
FROM agent_traces
WHERE start_time >= now() - interval '7 days'
GROUP BY 1
ORDER BY cost_usd DESC NULLS LAST, total_tokens DESC, user_id;
