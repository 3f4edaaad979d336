-- The audit chain: rows may be added at the end and nowhere else, and never changed.
-- Each hash can be the predecessor of one event only, so the chain cannot fork.

CREATE TABLE paysieve.audit_event (
    seq               bigint NOT NULL CONSTRAINT pk_audit_event PRIMARY KEY,
    at                datetime2(6) NOT NULL,
    actor             nvarchar(128) NOT NULL,
    action            nvarchar(64) NOT NULL,
    subject           nvarchar(200) NOT NULL,
    payload           nvarchar(max) NOT NULL,
    prev_hash         nvarchar(64) NOT NULL,
    hash              nvarchar(64) NOT NULL,
    CONSTRAINT ux_audit_event_hash UNIQUE (hash),
    CONSTRAINT ux_audit_event_prev_hash UNIQUE (prev_hash),
    CONSTRAINT ck_audit_event_seq CHECK (seq >= 1),
    CONSTRAINT ck_audit_event_payload CHECK (ISJSON(payload) = 1)
);
GO

CREATE INDEX ix_audit_event_subject ON paysieve.audit_event (subject, seq);
GO
CREATE INDEX ix_audit_event_action ON paysieve.audit_event (action, seq);
GO

-- After, so that the statement's transaction is rolled back with the error.
CREATE TRIGGER paysieve.audit_event_not_changed ON paysieve.audit_event AFTER UPDATE, DELETE
AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted) THROW 51000, 'audit_event is append-only', 1;
END;
GO
