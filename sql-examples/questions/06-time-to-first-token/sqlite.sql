-- How long do people wait for the first token?
WITH ranked AS (
  SELECT coalesce(model, '(unknown)') AS model,
         ttft_ms,
         duration_ms,
         row_number() OVER (PARTITION BY model ORDER BY ttft_ms) - 1 AS rank,
         count(*) OVER (PARTITION BY model) - 1 AS last
  FROM agent_llm_calls
  WHERE ttft_ms IS NOT NULL
    AND usage_counted
    AND start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
)
-- A percentile lies between two ranks: each of the two values weighs what the other is away from it.
SELECT model,
       count(*) AS streamed_calls,
       round(sum(ttft_ms * max(0, 1 - abs(0.50 * last - rank))), 1) AS p50_ttft_ms,
       round(sum(ttft_ms * max(0, 1 - abs(0.95 * last - rank))), 1) AS p95_ttft_ms,
       round(max(ttft_ms), 1) AS max_ttft_ms,
       round(100 * sum(ttft_ms) / nullif(sum(duration_ms), 0), 1) AS share_of_call_pct
FROM ranked
GROUP BY model
ORDER BY p95_ttft_ms DESC, model;
