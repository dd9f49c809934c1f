-- Spanledger, PostgreSQL: the role of an application that writes traces and may make no tables.
--
-- Run as the owner of the tables, in the schema where they are, by psql, Flyway or Liquibase; again after every upgrade.
-- Then: CREATE ROLE shop LOGIN PASSWORD '...'; GRANT spanledger_writer TO shop;
-- The owner makes the days' partitions ahead. A grant on a partitioned table holds for all its partitions, whenever they are made.

DO $$
BEGIN
  BEGIN
    CREATE ROLE spanledger_writer NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- a role belongs to the whole server: another database has made it
  END;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO spanledger_writer', current_schema());
END $$;

-- Reads what it must know: versions, prices, whether contents were removed, and who asked to be forgotten.
GRANT SELECT ON spanledger_schema, agent_model_prices, agent_model_aliases, agent_maintenance, agent_erasures TO spanledger_writer;

-- Writes, reads back what is there already, and merges. Spans are updated where several processes share a trace.
GRANT SELECT, INSERT, UPDATE ON agent_spans, agent_traces, agent_contents, agent_scores, agent_quarantine TO spanledger_writer;

-- A running span has a row until it ends.
GRANT SELECT, INSERT, UPDATE, DELETE ON agent_open_spans TO spanledger_writer;

-- Spans that come late, or change how others' usage counts, have their hours counted again.
GRANT INSERT ON agent_usage_stale TO spanledger_writer;
