-- Spanledger, PostgreSQL, version 2: what runs for years.
--
-- Runs unchanged by psql, Flyway or Liquibase, in one transaction, in the schema that is first on the search_path,
-- while writers write: no table that they use is locked against them.

-- What maintenance remembers, one row a task. Writers read the row 'contents'.
CREATE TABLE agent_maintenance (
  task               text PRIMARY KEY,
  holder             text,                      -- the process that does the task now
  held_until         timestamptz,               -- then anybody may take it over
  epoch              bigint NOT NULL DEFAULT 0, -- of 'contents': grows whenever contents were removed that a writer may rely on
  state              text,                      -- how far the task has come, JSON
  updated_at         timestamptz NOT NULL DEFAULT now()
);
INSERT INTO agent_maintenance (task) VALUES ('contents');

-- Who was erased, so that spans of theirs which still wait somewhere are not stored when they come.
CREATE TABLE agent_erasures (
  subject_kind       text NOT NULL,             -- user, session or trace
  subject_hash       text NOT NULL,             -- SHA-256 of the id, 64 lower-case hex digits
  subject_id         text,                      -- the id itself, until the erasure is finished
  requested_at       timestamptz NOT NULL,      -- what a user or a session does later is stored again
  finished_at        timestamptz,
  days               text NOT NULL DEFAULT '',  -- whose contents are to be looked through, UTC, separated by spaces
  PRIMARY KEY (subject_kind, subject_hash)
);

-- Open spans say as much about themselves as a list of what is running needs.
ALTER TABLE agent_open_spans
  ADD COLUMN otel_kind    text,
  ADD COLUMN tenant_id    text,
  ADD COLUMN run_id       text,
  ADD COLUMN environment  text,
  ADD COLUMN model        text,
  ADD COLUMN tool_name    text;

-- Who may write spans may write that one is open, and must see what was erased.
DO $grants$
DECLARE
  writer text;
BEGIN
  FOR writer IN
    SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
    FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
    WHERE c.oid = 'agent_spans'::regclass AND a.privilege_type = 'INSERT' AND a.grantee <> c.relowner
  LOOP
    EXECUTE 'GRANT SELECT ON agent_maintenance, agent_erasures TO ' || writer;
    EXECUTE 'GRANT SELECT, INSERT, UPDATE, DELETE ON agent_open_spans TO ' || writer;
  END LOOP;
END
$grants$;

INSERT INTO spanledger_schema (version, script) VALUES (2, 'V2__maintenance');
