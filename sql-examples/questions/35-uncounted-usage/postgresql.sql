-- How much usage is reported more than once?
WITH usage AS (
  SELECT kind, usage_scope, usage_counted, total_tokens, sum(total_tokens) OVER () AS naive_sum
  FROM agent_spans
  WHERE total_tokens IS NOT NULL
    AND start_time >= now() - interval '7 days'
)
SELECT kind,
       coalesce(usage_scope, '(unknown)') AS usage_scope,
       count(*) AS spans,
       sum(total_tokens) AS total_tokens,
       round(100.0 * sum(total_tokens) / nullif(max(naive_sum), 0), 1) AS share_of_sum_pct
FROM usage
WHERE NOT usage_counted
GROUP BY kind, 2
ORDER BY total_tokens DESC, kind, usage_scope;
