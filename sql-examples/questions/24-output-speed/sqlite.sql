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
    AND start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
), ranked AS (
  SELECT *,
         row_number() OVER (PARTITION BY model ORDER BY tokens_per_s) - 1 AS rank,
         count(*) OVER (PARTITION BY model) - 1 AS last
  FROM calls
)
-- A percentile lies between two ranks: each of the two values weighs what the other is away from it.
SELECT model,
       count(*) AS streamed_calls,
       sum(output_tokens) AS output_tokens,
       round(sum(tokens_per_s * max(0, 1 - abs(0.50 * last - rank))), 1) AS p50_tokens_per_s,
       round(min(tokens_per_s), 1) AS min_tokens_per_s
FROM ranked
GROUP BY model
ORDER BY p50_tokens_per_s DESC, model;
