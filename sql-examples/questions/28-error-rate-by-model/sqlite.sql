-- Which models fail most often?
SELECT coalesce(model, '(unknown)') AS model,
       count(*) AS calls,
       count(*) FILTER (WHERE status = 'ERROR') AS errors,
       round(100.0 * count(*) FILTER (WHERE status = 'ERROR') / count(*), 1) AS error_rate_pct,
       count(*) FILTER (WHERE retry_count > 0 AND status <> 'ERROR') AS saved_by_retry,
       max(start_time) FILTER (WHERE status = 'ERROR') AS last_error
FROM agent_llm_calls
WHERE usage_counted
  AND start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
GROUP BY 1
ORDER BY error_rate_pct DESC, calls DESC, model;
