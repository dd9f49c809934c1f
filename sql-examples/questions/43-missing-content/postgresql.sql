-- How much of what was said is stored?
WITH calls AS (
  SELECT kind,
         (start_time AT TIME ZONE 'UTC')::date AS day,
         input IS NULL AND input_refs IS NULL AS without_input,
         output IS NULL AND output_refs IS NULL AS without_output,
         input_refs
  FROM agent_spans
  WHERE kind IN ('LLM', 'TOOL')
    AND start_time >= now() - interval '7 days'
), referred AS (
  SELECT r.kind,
         count(*) AS messages,
         count(*) FILTER (WHERE c.content_id IS NULL) AS missing
  FROM (SELECT kind, day, unnest(input_refs) AS ref FROM calls) AS r
  LEFT JOIN agent_contents c ON c.day = r.day AND c.content_id = r.ref AND c.day >= ((now() - interval '7 days') AT TIME ZONE 'UTC')::date
  GROUP BY r.kind
), counted AS (
  SELECT kind,
         count(*) AS calls,
         count(*) FILTER (WHERE without_input) AS without_input,
         count(*) FILTER (WHERE without_output) AS without_output
  FROM calls
  GROUP BY kind
)
SELECT kind,
       calls,
       without_input,
       without_output,
       round(100.0 * without_input / calls, 1) AS without_input_pct,
       coalesce(messages, 0) AS messages,
       coalesce(missing, 0) AS missing_messages
FROM counted
LEFT JOIN referred USING (kind)
ORDER BY kind;
