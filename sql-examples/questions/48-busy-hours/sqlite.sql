-- At which hours of the day are agents at work?
WITH hours AS (
  SELECT hour,
         sum(span_count) FILTER (WHERE kind = 'AGENT') AS runs,
         sum(span_count) FILTER (WHERE kind = 'LLM') AS model_calls,
         sum(error_count) AS errors,
         sum(total_tokens) AS total_tokens
  FROM agent_usage_by_hour
  WHERE hour >= date('now', '-29 days')
  GROUP BY hour
)
SELECT CAST(substr(hour, 12, 2) AS INTEGER) AS hour_of_day,
       coalesce(sum(runs), 0) AS runs,
       coalesce(sum(model_calls), 0) AS model_calls,
       sum(errors) AS errors,
       sum(total_tokens) AS total_tokens,
       count(*) AS busy_days
FROM hours
GROUP BY 1
ORDER BY 1;
