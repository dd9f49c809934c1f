-- Has an agent become slower this month?
WITH durations AS (
  SELECT day,
         agent_name,
         bucket_ms,
         sum(sum(span_count)) OVER (PARTITION BY day, agent_name) AS runs,
         sum(sum(span_count)) OVER (PARTITION BY day, agent_name ORDER BY bucket_ms) AS runs_up_to
  FROM agent_duration_by_day
  WHERE kind = 'AGENT'
    AND day >= (now() AT TIME ZONE 'UTC')::date - 29
  GROUP BY day, agent_name, bucket_ms
)
SELECT day,
       agent_name,
       max(runs) AS runs,
       round((min(bucket_ms) FILTER (WHERE runs_up_to >= 0.50 * runs))::numeric, 1) AS p50_ms,
       round((min(bucket_ms) FILTER (WHERE runs_up_to >= 0.95 * runs))::numeric, 1) AS p95_ms
FROM durations
GROUP BY day, agent_name
ORDER BY day DESC, agent_name;
