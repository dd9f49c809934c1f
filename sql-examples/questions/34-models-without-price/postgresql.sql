-- Which models have no price?
SELECT provider,
       coalesce(model, '(unknown)') AS model,
       count(*) AS calls,
       sum(input_tokens) AS input_tokens,
       sum(output_tokens) AS output_tokens,
       min(price_ref) AS reason,
       min(start_time) AS first_seen,
       max(start_time) AS last_seen
FROM agent_spans
WHERE cost_status = 'NO_PRICE'
  AND usage_counted
  AND start_time >= now() - interval '30 days'
GROUP BY provider, 2
ORDER BY calls DESC, model;
