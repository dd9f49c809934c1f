-- How much of the prompts comes from the provider's cache?
SELECT coalesce(model, '(unknown)') AS model,
       count(*) AS calls,
       count(*) FILTER (WHERE cache_read_tokens > 0) AS calls_with_cache,
       sum(input_tokens) AS input_tokens,
       sum(cache_read_tokens) AS cache_read_tokens,
       round(100.0 * sum(cache_read_tokens) / nullif(sum(input_tokens), 0), 1) AS cached_pct
FROM agent_spans
WHERE kind = 'LLM'
  AND usage_counted
  AND input_tokens IS NOT NULL
  AND start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
GROUP BY 1
ORDER BY input_tokens DESC, model;
