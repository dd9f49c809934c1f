-- Which runs say nothing of who they were for?
SELECT coalesce(agent_name, '(unknown)') AS agent_name,
       count(*) AS traces,
       count(*) FILTER (WHERE session_id IS NULL) AS without_session,
       count(*) FILTER (WHERE user_id IS NULL) AS without_user,
       count(*) FILTER (WHERE service_name IS NULL) AS without_service,
       round(100.0 * count(*) FILTER (WHERE user_id IS NULL) / count(*), 1) AS without_user_pct,
       round(sum(cost_usd) FILTER (WHERE user_id IS NULL), 6) AS unattributed_usd
FROM agent_traces
WHERE start_time >= now() - interval '7 days'
GROUP BY 1
ORDER BY without_user DESC, without_session DESC, agent_name;
