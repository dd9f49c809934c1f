-- How fast does the context of a session grow?
WITH calls AS (
  SELECT session_id,
         agent_name,
         input_tokens,
         row_number() OVER (PARTITION BY session_id, agent_name ORDER BY start_time, span_id) AS nth,
         row_number() OVER (PARTITION BY session_id, agent_name ORDER BY start_time DESC, span_id DESC) AS nth_last
  FROM agent_llm_calls
  WHERE usage_counted
    AND input_tokens IS NOT NULL
    AND start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
)
SELECT session_id,
       agent_name,
       count(*) AS llm_calls,
       max(input_tokens) FILTER (WHERE nth = 1) AS first_prompt_tokens,
       max(input_tokens) FILTER (WHERE nth_last = 1) AS last_prompt_tokens,
       max(input_tokens) AS largest_prompt_tokens,
       round(1.0 * max(input_tokens) / nullif(max(input_tokens) FILTER (WHERE nth = 1), 0), 1) AS growth_factor,
       round(1.0 * (max(input_tokens) FILTER (WHERE nth_last = 1) - max(input_tokens) FILTER (WHERE nth = 1))
             / (count(*) - 1), 1) AS added_tokens_per_call
FROM calls
GROUP BY session_id, agent_name
HAVING session_id IS NOT NULL
   AND count(*) > 1
ORDER BY largest_prompt_tokens DESC, session_id, agent_name
LIMIT 20;
