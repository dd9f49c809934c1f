-- Which runs took longest?
SELECT trace_id,
       name,
       status,
       start_time,
       round(duration_ms, 1) AS duration_ms,
       span_count,
       llm_calls,
       tool_calls,
       error_count
FROM agent_traces
WHERE start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
ORDER BY agent_traces.duration_ms DESC, trace_id
LIMIT 10;
