-- What did the month cost, by day and model?
SELECT day,
       CASE model WHEN '' THEN '(none)' ELSE model END AS model,
       sum(input_tokens) AS input_tokens,
       sum(output_tokens) AS output_tokens,
       round(sum(cost_usd), 6) AS cost_usd,
       sum(unpriced_calls) AS unpriced_calls,
       round(sum(sum(cost_usd)) OVER (ORDER BY day), 6) AS month_to_date_usd
FROM agent_usage_by_day
WHERE day >= date('now', '-29 days')
GROUP BY day, agent_usage_by_day.model
HAVING sum(total_tokens) > 0 OR sum(cost_usd) > 0
ORDER BY day DESC, cost_usd DESC NULLS LAST, model;
