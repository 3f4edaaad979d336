-- The audit chain: rows may be added at the end and nowhere else, and never changed.
-- Each hash can be the predecessor of one event only, so the chain cannot fork.

CREATE TABLE audit_event (
    seq       INTEGER NOT NULL PRIMARY KEY,
    at        TEXT    NOT NULL,
    actor     TEXT    NOT NULL,
    action    TEXT    NOT NULL,
    subject   TEXT    NOT NULL,
    payload   TEXT    NOT NULL,
    prev_hash TEXT    NOT NULL,
    hash      TEXT    NOT NULL,
    CONSTRAINT ux_audit_event_hash UNIQUE (hash),
    CONSTRAINT ux_audit_event_prev_hash UNIQUE (prev_hash),
    CONSTRAINT ck_audit_event_seq CHECK (seq >= 1),
    CONSTRAINT ck_audit_event_payload CHECK (json_valid(payload))
) STRICT;

CREATE INDEX ix_audit_event_subject ON audit_event (subject, seq);
CREATE INDEX ix_audit_event_action ON audit_event (action, seq);

-- Before, not after: INSERT OR REPLACE would otherwise take an old row away without firing the delete trigger.
CREATE TRIGGER audit_event_appends BEFORE INSERT ON audit_event
WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM audit_event)
BEGIN
    SELECT RAISE(ABORT, 'audit_event takes new events at its end only');
END;

CREATE TRIGGER audit_event_not_updated BEFORE UPDATE ON audit_event
BEGIN
    SELECT RAISE(ABORT, 'audit_event is append-only');
END;

CREATE TRIGGER audit_event_not_deleted BEFORE DELETE ON audit_event
BEGIN
    SELECT RAISE(ABORT, 'audit_event is append-only');
END;
