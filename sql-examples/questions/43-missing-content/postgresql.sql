-- How much of what was said is stored?
SELECT s.kind,
       count(*) AS calls,
       count(*) FILTER (WHERE s.input IS NULL AND s.input_refs IS NULL) AS without_input,
       count(*) FILTER (WHERE s.output IS NULL AND s.output_refs IS NULL) AS without_output,
       round(100.0 * count(*) FILTER (WHERE s.input IS NULL AND s.input_refs IS NULL) / count(*), 1) AS without_input_pct,
       sum(m.messages) AS messages,
       sum(m.missing) AS missing_messages
FROM agent_spans s
CROSS JOIN LATERAL (
  SELECT count(*) AS messages, count(*) FILTER (WHERE c.there IS NULL) AS missing
  FROM unnest(s.input_refs) AS r(ref)
  LEFT JOIN LATERAL (
    SELECT true AS there FROM agent_contents c
    WHERE c.day = (s.start_time AT TIME ZONE 'UTC')::date AND c.content_id = r.ref
      AND c.day >= ((now() - interval '7 days') AT TIME ZONE 'UTC')::date
    LIMIT 1
  ) AS c ON true
) AS m
WHERE s.kind IN ('LLM', 'TOOL')
  AND s.start_time >= now() - interval '7 days'
GROUP BY s.kind
ORDER BY s.kind;
