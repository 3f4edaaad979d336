-- Free words can be taken out, and nothing else changed. The trail holds a note's hash with a salt that stands beside the note: without the salt
-- nobody can test a guess at what was erased.

ALTER TABLE paysieve.disposition ADD note_salt nvarchar(32) NULL;
GO
ALTER TABLE paysieve.suppression ADD note_salt nvarchar(32) NULL;
GO

DROP TRIGGER paysieve.disposition_not_changed;
GO

CREATE TRIGGER paysieve.disposition_not_changed ON paysieve.disposition AFTER UPDATE, DELETE
AS
BEGIN
    SET NOCOUNT ON;
    IF (SELECT COUNT(*) FROM deleted) <> (
        SELECT COUNT(*)
        FROM inserted AS n INNER JOIN deleted AS o ON o.disposition_id = n.disposition_id
        WHERE n.note = '[erased]' AND n.note_salt IS NULL AND n.flag_id = o.flag_id AND n.ordinal = o.ordinal AND n.decision = o.decision
            AND n.reason_code = o.reason_code AND n.actor = o.actor AND n.decided_at = o.decided_at
            AND COALESCE(n.second_actor, '') = COALESCE(o.second_actor, '') AND COALESCE(n.actor_key, '') = COALESCE(o.actor_key, '')
            AND COALESCE(n.second_actor_key, '') = COALESCE(o.second_actor_key, '') AND COALESCE(n.proposes, '') = COALESCE(o.proposes, ''))
        THROW 51003, 'disposition is append-only', 1;
END;
GO

DROP TRIGGER paysieve.suppression_not_rewritten;
GO

-- Approved once, ended once; the rest stands as it was proposed, but for an erased note.
CREATE TRIGGER paysieve.suppression_not_rewritten ON paysieve.suppression AFTER UPDATE
AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM inserted WHERE approved_by IS NOT NULL AND LOWER(approved_by) = LOWER(created_by))
        THROW 51004, 'a suppression is proposed by one person and approved by another', 1;
    IF EXISTS (
        SELECT 1
        FROM inserted AS i INNER JOIN paysieve.flagged_transfer AS f ON f.flag_id = i.flag_id
        WHERE i.approved_by_key IN (f.changed_by, f.change_approved_by))
        THROW 51006, 'nobody suppresses a flag on a change of their own', 1;
    IF (SELECT COUNT(*) FROM inserted) <> (
        SELECT COUNT(*)
        FROM inserted AS n INNER JOIN deleted AS o ON o.suppression_id = n.suppression_id
        WHERE n.employer_id = o.employer_id AND n.employee_id = o.employee_id AND n.typology = o.typology AND n.reason_code = o.reason_code
            AND n.scope_key = o.scope_key AND n.flag_id = o.flag_id AND n.created_by = o.created_by
            AND COALESCE(n.created_by_key, '') = COALESCE(o.created_by_key, '') AND n.created_at = o.created_at AND n.expires_at = o.expires_at
            AND COALESCE(n.party_key, '') = COALESCE(o.party_key, '') AND COALESCE(n.bundle_id, '') = COALESCE(o.bundle_id, '')
            AND COALESCE(n.catalogue_version, '') = COALESCE(o.catalogue_version, '')
            AND ((n.note = o.note AND COALESCE(n.note_salt, '') = COALESCE(o.note_salt, '')) OR (n.note = '[erased]' AND n.note_salt IS NULL))
            AND (o.approved_at IS NULL OR (n.approved_at = o.approved_at AND n.approved_by = o.approved_by))
            AND ((o.revoked_at IS NULL AND o.lapsed_at IS NULL)
                OR (COALESCE(n.revoked_at, '0001-01-01') = COALESCE(o.revoked_at, '0001-01-01') AND COALESCE(n.revoked_by, '') = COALESCE(o.revoked_by, '')
                    AND COALESCE(n.lapsed_at, '0001-01-01') = COALESCE(o.lapsed_at, '0001-01-01') AND COALESCE(n.ended_why, '') = COALESCE(o.ended_why, ''))))
        THROW 51007, 'suppression is append-only', 1;
END;
GO
