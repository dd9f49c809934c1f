-- How sure are the costs, and why are some not known?
SELECT coalesce(cost_status, '(none)') AS cost_status,
       CASE cost_status WHEN 'NO_PRICE' THEN price_ref END AS reason,
       count(*) AS calls,
       round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS share_pct,
       sum(total_tokens) AS total_tokens,
       round(sum(cost_usd), 6) AS cost_usd
FROM agent_spans
WHERE usage_counted
  AND start_time >= now() - interval '7 days'
GROUP BY 1, 2
ORDER BY calls DESC, 1, 2;
