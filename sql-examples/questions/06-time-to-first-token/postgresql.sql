-- How long do people wait for the first token?
SELECT coalesce(model, '(unknown)') AS model,
       count(*) AS streamed_calls,
       round(percentile_cont(0.50) WITHIN GROUP (ORDER BY ttft_ms)::numeric, 1) AS p50_ttft_ms,
       round(percentile_cont(0.95) WITHIN GROUP (ORDER BY ttft_ms)::numeric, 1) AS p95_ttft_ms,
       round(max(ttft_ms)::numeric, 1) AS max_ttft_ms,
       round(100 * (sum(ttft_ms) / nullif(sum(duration_ms), 0))::numeric, 1) AS share_of_call_pct
FROM agent_llm_calls
WHERE ttft_ms IS NOT NULL
  AND usage_counted
  AND start_time >= now() - interval '7 days'
GROUP BY 1
ORDER BY p95_ttft_ms DESC, model;
