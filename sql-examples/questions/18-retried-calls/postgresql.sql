-- What had to be retried, and did it help?
SELECT kind,
       coalesce(tool_name, model, name) AS called,
       count(*) AS calls,
       count(*) FILTER (WHERE retry_count > 0) AS retried_calls,
       sum(retry_count) AS retries,
       round(100.0 * count(*) FILTER (WHERE retry_count > 0) / count(*), 1) AS retried_pct,
       count(*) FILTER (WHERE retry_count > 0 AND status = 'ERROR') AS failed_after_retry
FROM agent_spans
WHERE kind IN ('LLM', 'TOOL')
  AND (kind <> 'LLM' OR usage_counted)
  AND start_time >= now() - interval '7 days'
GROUP BY 1, 2
HAVING sum(retry_count) > 0
ORDER BY retries DESC, kind, called;
