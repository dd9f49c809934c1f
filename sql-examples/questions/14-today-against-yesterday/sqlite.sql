-- How does today compare with yesterday (UTC days)?
WITH traces AS (
  SELECT CASE WHEN start_time >= date('now') THEN 'today' ELSE 'yesterday' END AS day, status = 'RUNNING' AS running,
         status, duration_ms, llm_calls, tool_calls, total_tokens, cost_usd, unpriced_calls
  FROM agent_traces
  WHERE start_time >= date('now', '-1 day')
), ranked AS (
  SELECT *,
         row_number() OVER (PARTITION BY day, running ORDER BY duration_ms) - 1 AS rank,
         count(*) OVER (PARTITION BY day, running) - 1 AS last
  FROM traces
), days AS (
  -- A percentile lies between two ranks: each of the two values weighs what the other is away from it.
  SELECT day,
         count(*) AS traces,
         count(*) FILTER (WHERE status = 'ERROR') AS failed_traces,
         round(sum(duration_ms * max(0, 1 - abs(0.95 * last - rank))) FILTER (WHERE NOT running), 1) AS p95_trace_ms,
         sum(llm_calls) AS llm_calls,
         sum(tool_calls) AS tool_calls,
         sum(total_tokens) AS total_tokens,
         round(sum(cost_usd), 6) AS cost_usd,
         round(avg(cost_usd), 6) AS cost_per_trace_usd,
         sum(unpriced_calls) AS unpriced_calls
  FROM ranked
  GROUP BY day
), metrics AS (
  SELECT day, 1 AS line, 'traces' AS metric, traces AS value FROM days
  UNION ALL SELECT day, 2, 'failed_traces', failed_traces FROM days
  UNION ALL SELECT day, 3, 'failed_traces_pct', round(100.0 * failed_traces / traces, 1) FROM days
  UNION ALL SELECT day, 4, 'p95_trace_ms', p95_trace_ms FROM days
  UNION ALL SELECT day, 5, 'llm_calls', llm_calls FROM days
  UNION ALL SELECT day, 6, 'tool_calls', tool_calls FROM days
  UNION ALL SELECT day, 7, 'total_tokens', total_tokens FROM days
  UNION ALL SELECT day, 8, 'cost_usd', cost_usd FROM days
  UNION ALL SELECT day, 9, 'cost_per_trace_usd', cost_per_trace_usd FROM days
  UNION ALL SELECT day, 10, 'unpriced_calls', unpriced_calls FROM days
)
SELECT metric,
       max(value) FILTER (WHERE day = 'today') AS today,
       max(value) FILTER (WHERE day = 'yesterday') AS yesterday,
       round(100.0 * (max(value) FILTER (WHERE day = 'today') - max(value) FILTER (WHERE day = 'yesterday'))
             / nullif(max(value) FILTER (WHERE day = 'yesterday'), 0), 1) AS change_pct
FROM metrics
GROUP BY line, metric
ORDER BY line;
