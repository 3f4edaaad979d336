-- Where a flagged payout came from and who changed its pay details, so that the database itself can refuse a decision by the wrong person.
-- changed_by and change_approved_by are a class word (employee, hr, admin, import) or the keyed hash of a user, as in the lake.

ALTER TABLE paysieve.flagged_transfer ADD file_id nvarchar(64) NULL;
ALTER TABLE paysieve.flagged_transfer ADD payment_ref nvarchar(200) NULL;
ALTER TABLE paysieve.flagged_transfer ADD changed_by nvarchar(40) NULL;
ALTER TABLE paysieve.flagged_transfer ADD change_approved_by nvarchar(40) NULL;
GO

-- The keyed hashes of the actors, in the same form; and the standing that a first pair of eyes proposes.
ALTER TABLE paysieve.disposition ADD actor_key nvarchar(40) NULL;
ALTER TABLE paysieve.disposition ADD second_actor_key nvarchar(40) NULL;
ALTER TABLE paysieve.disposition ADD proposes nvarchar(12) NULL CONSTRAINT ck_disposition_proposes CHECK (proposes IS NULL OR proposes IN ('cleared', 'confirmed'));
GO

CREATE INDEX ix_disposition_decided ON paysieve.disposition (decided_at);
GO

-- After, so that the statement's transaction is rolled back with the error.
CREATE TRIGGER paysieve.disposition_by_the_right_people ON paysieve.disposition AFTER INSERT
AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (
        SELECT 1
        FROM inserted AS i INNER JOIN paysieve.flagged_transfer AS f ON f.flag_id = i.flag_id
        WHERE i.decision = 'cleared' AND i.second_actor IS NULL AND f.band IN ('high', 'critical'))
        THROW 51001, 'a flag of a high band is cleared by two people', 1;
    IF EXISTS (
        SELECT 1
        FROM inserted AS i INNER JOIN paysieve.flagged_transfer AS f ON f.flag_id = i.flag_id
        WHERE i.decision = 'cleared'
            AND (i.actor_key IN (f.changed_by, f.change_approved_by) OR i.second_actor_key IN (f.changed_by, f.change_approved_by)))
        THROW 51002, 'nobody clears a flag on a change of their own', 1;
END;
GO

CREATE TRIGGER paysieve.disposition_not_changed ON paysieve.disposition AFTER UPDATE, DELETE
AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted) THROW 51003, 'disposition is append-only', 1;
END;
GO
