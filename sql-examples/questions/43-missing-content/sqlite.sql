-- How much of what was said is stored?
WITH calls AS (
  SELECT s.kind,
         s.input IS NULL AND s.input_refs IS NULL AS without_input,
         s.output IS NULL AND s.output_refs IS NULL AS without_output,
         (SELECT count(*) FROM json_each(s.input_refs)) AS messages,
         (SELECT count(*)
          FROM json_each(s.input_refs) r
          WHERE NOT EXISTS (
            SELECT 1 FROM agent_contents c WHERE c.day = substr(s.start_time, 1, 10) AND c.content_id = r.value
          )) AS missing
  FROM agent_spans s
  WHERE s.kind IN ('LLM', 'TOOL')
    AND s.start_time >= strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-7 days')
)
SELECT kind,
       count(*) AS calls,
       count(*) FILTER (WHERE without_input) AS without_input,
       count(*) FILTER (WHERE without_output) AS without_output,
       round(100.0 * count(*) FILTER (WHERE without_input) / count(*), 1) AS without_input_pct,
       sum(messages) AS messages,
       sum(missing) AS missing_messages
FROM calls
GROUP BY kind
ORDER BY kind;
