-- Suppressions as people make them: proposed by one, approved by another, ended by their day, by a person, or by themselves when what they
-- hang on has changed. What that is stands with them: the account (scope_key), the person's version, the model and the feature catalogue.

ALTER TABLE paysieve.suppression ADD party_key nvarchar(32) NULL;
ALTER TABLE paysieve.suppression ADD bundle_id nvarchar(64) NULL;
ALTER TABLE paysieve.suppression ADD catalogue_version nvarchar(64) NULL;
ALTER TABLE paysieve.suppression ADD created_by_key nvarchar(40) NULL;
ALTER TABLE paysieve.suppression ADD approved_by_key nvarchar(40) NULL;
ALTER TABLE paysieve.suppression ADD revoked_by nvarchar(128) NULL;
ALTER TABLE paysieve.suppression ADD lapsed_at datetime2(6) NULL;
ALTER TABLE paysieve.suppression ADD ended_why nvarchar(2000) NULL;
GO

-- After, so that the statement's transaction is rolled back with the error.
CREATE TRIGGER paysieve.suppression_is_proposed ON paysieve.suppression AFTER INSERT
AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (
        SELECT 1 FROM inserted
        WHERE flag_id IS NULL OR approved_by IS NOT NULL OR approved_at IS NOT NULL OR revoked_at IS NOT NULL OR lapsed_at IS NOT NULL)
        THROW 51004, 'a suppression is proposed by one person and approved by another', 1;
    IF EXISTS (SELECT 1 FROM inserted WHERE typology = 'sanctions_match')
        THROW 51005, 'a list match is suppressed by releasing it, which two people do', 1;
    IF EXISTS (
        SELECT 1
        FROM inserted AS i INNER JOIN paysieve.flagged_transfer AS f ON f.flag_id = i.flag_id
        WHERE i.created_by_key IN (f.changed_by, f.change_approved_by))
        THROW 51006, 'nobody suppresses a flag on a change of their own', 1;
END;
GO

-- Approved once, ended once; the rest stands as it was proposed.
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
            AND n.scope_key = o.scope_key AND n.flag_id = o.flag_id AND n.note = o.note AND n.created_by = o.created_by
            AND COALESCE(n.created_by_key, '') = COALESCE(o.created_by_key, '') AND n.created_at = o.created_at AND n.expires_at = o.expires_at
            AND COALESCE(n.party_key, '') = COALESCE(o.party_key, '') AND COALESCE(n.bundle_id, '') = COALESCE(o.bundle_id, '')
            AND COALESCE(n.catalogue_version, '') = COALESCE(o.catalogue_version, '')
            AND (o.approved_at IS NULL OR (n.approved_at = o.approved_at AND n.approved_by = o.approved_by))
            AND o.revoked_at IS NULL AND o.lapsed_at IS NULL)
        THROW 51007, 'suppression is append-only', 1;
END;
GO

CREATE TRIGGER paysieve.suppression_not_deleted ON paysieve.suppression AFTER DELETE
AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted) THROW 51007, 'suppression is append-only', 1;
END;
GO
