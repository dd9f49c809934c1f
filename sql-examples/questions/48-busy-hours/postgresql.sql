-- At which hours of the day are agents at work?
WITH hours AS (
  SELECT hour,
         sum(span_count) FILTER (WHERE kind = 'AGENT') AS runs,
         sum(span_count) FILTER (WHERE kind = 'LLM') AS model_calls,
         sum(error_count) AS errors,
         sum(total_tokens) AS total_tokens
  FROM agent_usage_by_hour
  WHERE hour >= date_trunc('day', now(), 'UTC') - interval '696 hours'
  GROUP BY hour
)
SELECT extract(hour FROM hour AT TIME ZONE 'UTC')::integer AS hour_of_day,
       coalesce(sum(runs), 0) AS runs,
       coalesce(sum(model_calls), 0) AS model_calls,
       sum(errors) AS errors,
       sum(total_tokens) AS total_tokens,
       count(*) AS busy_days
FROM hours
GROUP BY 1
ORDER BY 1;
