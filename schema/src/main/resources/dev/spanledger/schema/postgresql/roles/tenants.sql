-- Spanledger, PostgreSQL: roles that read the traces of their own tenants, contents included, and nothing else.
--
-- Run as the owner of the tables, in the schema where they are, by psql, Flyway or Liquibase; again after every upgrade.
-- It needs CREATE on the database, for a schema of views beside that of the tables, named after it: public_tenants.
-- Then, for each tenant:
--   CREATE ROLE acme LOGIN PASSWORD '...'; GRANT spanledger_tenant TO acme;
--   ALTER ROLE acme SET search_path = public_tenants, public;
--   INSERT INTO agent_tenant_roles (role_name, tenant_id) VALUES ('acme', 'tenant-1');
--
-- Who owns the tables is not held back by row-level security. Any other role that writes needs BYPASSRLS, since Spanledger
-- writes by COPY, which PostgreSQL refuses under row-level security: ALTER ROLE shop BYPASSRLS (a superuser may), before
-- this script, which looks. BYPASSRLS is not inherited: give it to the role that logs in. Roles that read see nothing
-- from now on, but for members of spanledger_reader and spanledger_analyst, who see all tenants.

DO $$
DECLARE
  held_back text;
BEGIN
  SELECT string_agg(quote_ident(r.rolname), ', ') INTO held_back
  FROM pg_roles r
  JOIN pg_class t ON t.oid = to_regclass('agent_spans')
  WHERE r.rolcanlogin AND NOT r.rolbypassrls AND NOT r.rolsuper
    AND has_table_privilege(r.oid, t.oid, 'INSERT') AND NOT pg_has_role(r.oid, t.relowner, 'USAGE');
  IF held_back IS NOT NULL THEN
    RAISE EXCEPTION 'row-level security would stop these roles from writing traces: %', held_back
      USING HINT = 'Let a superuser run ALTER ROLE ... BYPASSRLS for each of them first.';
  END IF;
END $$;

DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['spanledger_tenant', 'spanledger_reader', 'spanledger_analyst'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- a role belongs to the whole server: another script or database has made it
    END;
  END LOOP;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO spanledger_tenant', current_schema());
END $$;

-- Which tenants a role may see: a row for each. A role's name, and not a setting, which whoever sends SQL could set.
CREATE TABLE IF NOT EXISTS agent_tenant_roles (
  role_name          name NOT NULL,             -- of the role that logs in
  tenant_id          text NOT NULL,             -- as in agent_spans
  PRIMARY KEY (role_name, tenant_id)
);
ALTER TABLE agent_tenant_roles ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS agent_tenant_roles_own ON agent_tenant_roles;
CREATE POLICY agent_tenant_roles_own ON agent_tenant_roles FOR SELECT TO spanledger_tenant USING (role_name = current_user);

ALTER TABLE agent_spans ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS agent_spans_tenant ON agent_spans;
CREATE POLICY agent_spans_tenant ON agent_spans FOR SELECT TO spanledger_tenant
  USING (tenant_id = ANY (ARRAY(SELECT r.tenant_id FROM agent_tenant_roles r WHERE r.role_name = current_user)));

ALTER TABLE agent_traces ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS agent_traces_tenant ON agent_traces;
CREATE POLICY agent_traces_tenant ON agent_traces FOR SELECT TO spanledger_tenant
  USING (tenant_id = ANY (ARRAY(SELECT r.tenant_id FROM agent_tenant_roles r WHERE r.role_name = current_user)));

-- A score has the tenant of the trace that it judges, which the policy above lets through or not.
ALTER TABLE agent_scores ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS agent_scores_tenant ON agent_scores;
CREATE POLICY agent_scores_tenant ON agent_scores FOR SELECT TO spanledger_tenant
  USING (EXISTS (SELECT FROM agent_traces t WHERE t.trace_id = agent_scores.trace_id));

ALTER TABLE agent_open_spans ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS agent_open_spans_tenant ON agent_open_spans;
CREATE POLICY agent_open_spans_tenant ON agent_open_spans FOR SELECT TO spanledger_tenant
  USING (tenant_id = ANY (ARRAY(SELECT r.tenant_id FROM agent_tenant_roles r WHERE r.role_name = current_user)));

-- Roles for all tenants.
DO $$
DECLARE
  relation text;
BEGIN
  FOREACH relation IN ARRAY ARRAY['agent_spans', 'agent_traces', 'agent_scores', 'agent_open_spans'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS %1$s_all ON %1$s', relation);
    EXECUTE format('CREATE POLICY %1$s_all ON %1$s FOR SELECT TO spanledger_reader, spanledger_analyst USING (true)', relation);
  END LOOP;
END $$;

-- Not agent_contents: a text that two tenants share is one row, without a tenant. Not agent_quarantine, nor what is counted
-- or priced for all tenants together.
GRANT SELECT ON agent_tenant_roles, agent_spans, agent_traces, agent_scores, agent_open_spans TO spanledger_tenant;

-- The views, under their names, in a schema that a tenant's search_path has first. Views of the tables' own schema read with
-- their owner's rights, whom no policy holds back, so tenants get none of them; with security_invoker (PostgreSQL 15) they would need
-- rights on agent_contents. These read with the owner's rights too, and let only rows of the tenant's spans
-- through; security_barrier: before any function of the query sees them.
DO $$
DECLARE
  base text := current_schema();
  views text := current_schema() || '_tenants';
  own text := 'tenant_id = ANY (ARRAY(SELECT r.tenant_id FROM agent_tenant_roles r WHERE r.role_name = current_user))';
  view text;
BEGIN
  EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I', views);
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO spanledger_tenant', views);
  FOREACH view IN ARRAY ARRAY['agent_spans_full', 'agent_llm_calls', 'agent_tool_calls'] LOOP
    EXECUTE format('DROP VIEW IF EXISTS %I.%I', views, view);
    EXECUTE format('CREATE VIEW %I.%I WITH (security_barrier) AS SELECT * FROM %I.%I WHERE %s', views, view, base, view, own);
  END LOOP;
  EXECUTE format('DROP VIEW IF EXISTS %I.agent_span_messages', views);
  EXECUTE format(
    'CREATE VIEW %I.agent_span_messages WITH (security_barrier) AS
     SELECT m.* FROM agent_spans s JOIN agent_span_messages m USING (trace_id, span_id, start_time) WHERE s.%s', views, own);
  EXECUTE format('DROP VIEW IF EXISTS %I.agent_sessions', views);
  EXECUTE format(
    'CREATE VIEW %I.agent_sessions WITH (security_barrier) AS
     SELECT session_id, min(user_id) AS user_id, count(*) AS trace_count, min(start_time) AS start_time, max(end_time) AS end_time,
            sum(duration_ms) AS busy_ms, sum(error_count) AS error_count, count(*) FILTER (WHERE status = ''ERROR'') AS failed_traces,
            sum(llm_calls) AS llm_calls, sum(tool_calls) AS tool_calls, sum(input_tokens) AS input_tokens,
            sum(output_tokens) AS output_tokens, sum(total_tokens) AS total_tokens, sum(cost_usd) AS cost_usd
     FROM agent_traces WHERE session_id IS NOT NULL AND %s GROUP BY session_id', views, own);
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO spanledger_tenant', views);
END $$;
