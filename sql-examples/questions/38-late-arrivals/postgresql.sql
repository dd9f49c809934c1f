-- How late do steps arrive?
WITH arrived AS (
  SELECT service_name, start_time, extract(epoch FROM ingested_at - end_time) AS late_s
  FROM agent_spans
  WHERE ingested_at >= now() - interval '7 days'
    AND start_time >= now() - interval '30 days'
)
SELECT service_name,
       count(*) AS spans,
       count(*) FILTER (WHERE late_s < 60) AS within_1_min,
       count(*) FILTER (WHERE late_s >= 60 AND late_s < 3600) AS within_1_hour,
       count(*) FILTER (WHERE late_s >= 3600) AS later,
       round(max(late_s), 1) AS max_late_s,
       min(start_time) FILTER (WHERE late_s >= 3600) AS oldest_start
FROM arrived
GROUP BY service_name
ORDER BY max_late_s DESC, service_name;
