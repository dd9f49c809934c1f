-- Which turn of a run sent the largest prompt?
WITH turns AS (
  SELECT trace_id,
         span_id,
         agent_name,
         model,
         input_tokens,
         row_number() OVER conversation AS turn,
         input_tokens - lag(input_tokens) OVER conversation AS added_tokens,
         first_value(input_tokens) OVER conversation AS first_tokens,
         count(*) OVER (PARTITION BY trace_id, agent_name) AS turns,
         row_number() OVER (PARTITION BY trace_id ORDER BY input_tokens DESC, start_time, span_id) AS size_rank
  FROM agent_llm_calls
  WHERE usage_counted
    AND input_tokens IS NOT NULL
    AND start_time >= now() - interval '7 days'
  WINDOW conversation AS (PARTITION BY trace_id, agent_name ORDER BY start_time, span_id)
)
SELECT trace_id,
       span_id,
       agent_name,
       model,
       turn,
       turns,
       input_tokens,
       added_tokens,
       round(1.0 * input_tokens / nullif(first_tokens, 0), 1) AS times_first_turn
FROM turns
WHERE size_rank = 1
ORDER BY input_tokens DESC, trace_id
LIMIT 10;
