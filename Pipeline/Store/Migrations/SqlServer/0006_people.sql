-- Two people are two: by the keyed hashes of their names, which are blind to case and spaces. And who is named as the first of two has proposed
-- it: the decision just before on that flag is theirs, so that nobody can be named who never looked.
-- The triggers alone say so: a check constraint comes before them, and refuses without the sentence that a person needs.

ALTER TABLE paysieve.suppression DROP CONSTRAINT ck_suppression_approval;
GO
ALTER TABLE paysieve.disposition DROP CONSTRAINT ck_disposition_second_actor;
GO

DROP TRIGGER paysieve.disposition_by_the_right_people;
GO

-- After, so that the statement's transaction is rolled back with the error.
CREATE TRIGGER paysieve.disposition_by_the_right_people ON paysieve.disposition AFTER INSERT
AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (
        SELECT 1
        FROM inserted AS i INNER JOIN paysieve.flagged_transfer AS f ON f.flag_id = i.flag_id
        WHERE i.decision = 'cleared' AND f.band IN ('high', 'critical')
            AND NOT EXISTS (
                SELECT 1 FROM paysieve.disposition AS p
                WHERE p.flag_id = i.flag_id AND p.ordinal = i.ordinal - 1 AND p.proposes = 'cleared'
                    AND p.actor = i.second_actor AND LOWER(p.actor) <> LOWER(i.actor)
                    AND p.actor_key = i.second_actor_key AND p.actor_key <> i.actor_key))
        THROW 51001, 'a flag of a high band is cleared by two people', 1;
    IF EXISTS (
        SELECT 1
        FROM inserted AS i INNER JOIN paysieve.flagged_transfer AS f ON f.flag_id = i.flag_id
        WHERE i.decision = 'cleared'
            AND (i.actor_key IN (f.changed_by, f.change_approved_by) OR i.second_actor_key IN (f.changed_by, f.change_approved_by)))
        THROW 51002, 'nobody clears a flag on a change of their own', 1;
END;
GO

-- Beside suppression_not_rewritten, which keeps the rest.
CREATE TRIGGER paysieve.suppression_by_the_right_people ON paysieve.suppression AFTER UPDATE
AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (
        SELECT 1
        FROM inserted AS n INNER JOIN deleted AS o ON o.suppression_id = n.suppression_id
        WHERE n.approved_at IS NOT NULL AND o.approved_at IS NULL
            AND (n.approved_by IS NULL OR LOWER(n.approved_by) = LOWER(n.created_by)
                OR n.approved_by_key IS NULL OR n.created_by_key IS NULL OR n.approved_by_key = n.created_by_key))
        THROW 51004, 'a suppression is proposed by one person and approved by another', 1;
END;
GO
