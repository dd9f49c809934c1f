-- How fast does each model write?
WITH calls AS (
  SELECT coalesce(model, '(unknown)') AS model,
         output_tokens,
         1000.0 * output_tokens / (coalesce(self_duration_ms, duration_ms) - ttft_ms) AS tokens_per_s
  FROM agent_spans
  WHERE kind = 'LLM'
    AND usage_counted
    AND status <> 'ERROR'
    AND output_tokens > 0
    AND coalesce(self_duration_ms, duration_ms) > ttft_ms
    AND start_time >= now() - interval '7 days'
)
SELECT model,
       count(*) AS streamed_calls,
       sum(output_tokens) AS output_tokens,
       round(percentile_cont(0.50) WITHIN GROUP (ORDER BY tokens_per_s)::numeric, 1) AS p50_tokens_per_s,
       round(min(tokens_per_s)::numeric, 1) AS min_tokens_per_s
FROM calls
GROUP BY model
ORDER BY p50_tokens_per_s DESC, model;
