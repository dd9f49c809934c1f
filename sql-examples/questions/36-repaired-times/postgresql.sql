-- Which steps came with times that cannot be?
SELECT service_name,
       scope_name,
       kind,
       name,
       count(*) FILTER (WHERE time_repaired) AS spans,
       round(100.0 * count(*) FILTER (WHERE time_repaired) / count(*), 1) AS share_pct,
       max(start_time) FILTER (WHERE time_repaired) AS last_seen
FROM agent_spans
WHERE start_time >= now() - interval '7 days'
GROUP BY service_name, scope_name, kind, name
HAVING count(*) FILTER (WHERE time_repaired) > 0
ORDER BY spans DESC, name;
