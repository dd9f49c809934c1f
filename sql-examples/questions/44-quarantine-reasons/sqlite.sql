-- Which steps did the database refuse, and why?
SELECT CASE WHEN reason GLOB '[0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z]: *' THEN substr(reason, 1, 5) END AS sqlstate,
       substr(CASE WHEN reason GLOB '[0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z]: *' THEN substr(reason, 8) ELSE reason END, 1, 80) AS reason,
       count(*) AS spans,
       count(DISTINCT trace_id) AS traces,
       max(quarantined_at) AS last_seen
FROM agent_quarantine
GROUP BY 1, 2
ORDER BY spans DESC, last_seen DESC, 1, 2
LIMIT 20;
