-- Which kinds of step are slowest?
WITH ranked AS (
  SELECT kind,
         name,
         duration_ms,
         row_number() OVER (PARTITION BY kind, name ORDER BY duration_ms) - 1 AS rank,
         count(*) OVER (PARTITION BY kind, name) - 1 AS last
  FROM agent_spans
  WHERE start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
)
-- A percentile lies between two ranks: each of the two values weighs what the other is away from it.
SELECT kind,
       name,
       count(*) AS spans,
       round(sum(duration_ms * max(0, 1 - abs(0.50 * last - rank))), 1) AS p50_ms,
       round(sum(duration_ms * max(0, 1 - abs(0.95 * last - rank))), 1) AS p95_ms,
       round(max(duration_ms), 1) AS max_ms,
       round(sum(duration_ms), 1) AS total_ms
FROM ranked
GROUP BY kind, name
ORDER BY p95_ms DESC, kind, name
LIMIT 20;
