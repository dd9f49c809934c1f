-- How long do the runs of each agent take?
WITH timed AS (
  SELECT coalesce(agent_name, name) AS agent_name, status, duration_ms AS ms
  FROM agent_spans
  WHERE kind = 'AGENT'
    AND start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
), ranked AS (
  SELECT agent_name,
         status,
         ms,
         row_number() OVER (PARTITION BY agent_name ORDER BY ms) - 1 AS rank,
         count(*) OVER (PARTITION BY agent_name) - 1 AS last
  FROM timed
)
-- A percentile lies between two ranks: each of the two values weighs what the other is away from it.
SELECT agent_name,
       count(*) AS runs,
       count(*) FILTER (WHERE status = 'ERROR') AS errors,
       round(sum(ms * max(0, 1 - abs(0.50 * last - rank))), 1) AS p50_ms,
       round(sum(ms * max(0, 1 - abs(0.95 * last - rank))), 1) AS p95_ms,
       round(sum(ms * max(0, 1 - abs(0.99 * last - rank))), 1) AS p99_ms,
       round(max(ms), 1) AS max_ms
FROM ranked
GROUP BY agent_name
ORDER BY p95_ms DESC, agent_name;
