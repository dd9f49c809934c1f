-- At which hours of the day are agents at work?
SELECT extract(hour FROM hour AT TIME ZONE 'UTC')::integer AS hour_of_day,
       coalesce(sum(span_count) FILTER (WHERE kind = 'AGENT'), 0) AS runs,
       coalesce(sum(span_count) FILTER (WHERE kind = 'LLM'), 0) AS model_calls,
       sum(error_count) AS errors,
       sum(total_tokens) AS total_tokens,
       count(DISTINCT hour) AS busy_days
FROM agent_usage_by_hour
WHERE hour >= date_trunc('day', now(), 'UTC') - interval '696 hours'
GROUP BY 1
ORDER BY 1;
