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

-- Who was erased, so that spans of theirs which still wait somewhere are not stored when they come.
CREATE TABLE agent_erasures (
  subject_kind       TEXT NOT NULL,             -- user, session or trace
  subject_hash       TEXT NOT NULL,             -- SHA-256 of the id, 64 lower-case hex digits
  subject_id         TEXT,                      -- the id itself, until the erasure is finished
  requested_at       TEXT NOT NULL,             -- what a user or a session does later is stored again
  finished_at        TEXT,
  days               TEXT NOT NULL DEFAULT '',  -- whose contents are to be looked through, UTC, separated by spaces
  PRIMARY KEY (subject_kind, subject_hash)
);

-- Open spans say as much about themselves as a list of what is running needs.
ALTER TABLE agent_open_spans ADD COLUMN otel_kind TEXT;
ALTER TABLE agent_open_spans ADD COLUMN tenant_id TEXT;
ALTER TABLE agent_open_spans ADD COLUMN run_id TEXT;
ALTER TABLE agent_open_spans ADD COLUMN environment TEXT;
ALTER TABLE agent_open_spans ADD COLUMN model TEXT;
ALTER TABLE agent_open_spans ADD COLUMN tool_name TEXT;

INSERT INTO spanledger_schema (version, script) VALUES (2, 'V2__maintenance');
