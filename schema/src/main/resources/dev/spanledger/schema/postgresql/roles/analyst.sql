-- Spanledger, PostgreSQL: a role that reads everything, prompts and answers too, and changes nothing.
--
-- Run as the owner of the tables, in the schema where they are, by psql, Flyway or Liquibase; again after every upgrade.
-- Then: CREATE ROLE ana LOGIN PASSWORD '...'; GRANT spanledger_analyst TO ana;

DO $$
BEGIN
  BEGIN
    CREATE ROLE spanledger_analyst NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- a role belongs to the whole server: another database has made it
  END;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO spanledger_analyst', current_schema());
END $$;

GRANT SELECT ON
  agent_spans, agent_traces, agent_contents, agent_open_spans, agent_scores, agent_model_prices, agent_model_aliases,
  agent_quarantine, agent_usage_hourly, agent_usage_daily, agent_usage_stale, agent_maintenance, agent_erasures, spanledger_schema,
  agent_spans_full, agent_span_messages, agent_llm_calls, agent_tool_calls, agent_sessions,
  agent_usage_spans, agent_usage_by_hour, agent_usage_by_day, agent_duration_by_hour, agent_duration_by_day
TO spanledger_analyst;
