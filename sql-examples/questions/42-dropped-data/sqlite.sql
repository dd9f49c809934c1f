-- Which steps lost attributes, events or links?
SELECT scope_name,
       name,
       count(*) FILTER (WHERE dropped_attributes + coalesce(dropped_events, 0) + coalesce(dropped_links, 0) > 0) AS spans,
       sum(dropped_attributes) AS dropped_attributes,
       coalesce(sum(dropped_events), 0) AS dropped_events,
       coalesce(sum(dropped_links), 0) AS dropped_links,
       round(100.0 * count(*) FILTER (WHERE dropped_attributes + coalesce(dropped_events, 0) + coalesce(dropped_links, 0) > 0) / count(*), 1) AS share_pct
FROM agent_spans
WHERE start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
GROUP BY scope_name, name
HAVING sum(dropped_attributes + coalesce(dropped_events, 0) + coalesce(dropped_links, 0)) > 0
ORDER BY dropped_attributes DESC, name
LIMIT 20;
