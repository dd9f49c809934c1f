-- Spanledger, SQLite, version 2: what runs for years.

-- What maintenance remembers, one row a task. Writers read the row 'contents'.
CREATE TABLE agent_maintenance (
  task               TEXT PRIMARY KEY,
  holder             TEXT,                      -- the process that does the task now
  held_until         TEXT,                      -- then anybody may take it over
  epoch              INTEGER NOT NULL DEFAULT 0, -- of 'contents': grows whenever contents were removed that a writer may rely on
  state              TEXT,                      -- how far the task has come, JSON
  updated_at         TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')
);
INSERT INTO agent_maintenance (task) VALUES ('contents');

-- Open spans say as much about themselves as a list of what is running needs.
ALTER TABLE agent_open_spans ADD COLUMN otel_kind TEXT;
ALTER TABLE agent_open_spans ADD COLUMN tenant_id TEXT;
ALTER TABLE agent_open_spans ADD COLUMN run_id TEXT;
ALTER TABLE agent_open_spans ADD COLUMN environment TEXT;
ALTER TABLE agent_open_spans ADD COLUMN model TEXT;
ALTER TABLE agent_open_spans ADD COLUMN tool_name TEXT;

INSERT INTO spanledger_schema (version, script) VALUES (2, 'V2__maintenance');
