-- Which steps did the database refuse, and why?
SELECT substring(reason FROM '^([0-9A-Z]{5}): ') AS sqlstate,
       left(regexp_replace(reason, '^[0-9A-Z]{5}: ', ''), 80) AS reason,
       count(*) AS spans,
       count(DISTINCT trace_id) AS traces,
       max(quarantined_at) AS last_seen
FROM agent_quarantine
GROUP BY 1, 2
ORDER BY spans DESC, last_seen DESC, 1, 2
LIMIT 20;
