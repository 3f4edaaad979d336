-- Where a flagged payout came from and who changed its pay details, so that the database itself can refuse a decision by the wrong person.
-- changed_by and change_approved_by are a class word (employee, hr, admin, import) or the keyed hash of a user, as in the lake.

ALTER TABLE flagged_transfer ADD COLUMN file_id TEXT NULL;
ALTER TABLE flagged_transfer ADD COLUMN payment_ref TEXT NULL;
ALTER TABLE flagged_transfer ADD COLUMN changed_by TEXT NULL;
ALTER TABLE flagged_transfer ADD COLUMN change_approved_by TEXT NULL;

-- The keyed hashes of the actors, in the same form; and the standing that a first pair of eyes proposes.
ALTER TABLE disposition ADD COLUMN actor_key TEXT NULL;
ALTER TABLE disposition ADD COLUMN second_actor_key TEXT NULL;
ALTER TABLE disposition ADD COLUMN proposes TEXT NULL CHECK (proposes IS NULL OR (proposes IN ('cleared', 'confirmed') AND decision = 'in_review'));

CREATE INDEX ix_disposition_decided ON disposition (decided_at);

CREATE TRIGGER disposition_takes_two BEFORE INSERT ON disposition
WHEN NEW.decision = 'cleared' AND NEW.second_actor IS NULL
    AND EXISTS (SELECT 1 FROM flagged_transfer AS f WHERE f.flag_id = NEW.flag_id AND f.band IN ('high', 'critical'))
BEGIN
    SELECT RAISE(ABORT, 'a flag of a high band is cleared by two people');
END;

CREATE TRIGGER disposition_not_on_own_change BEFORE INSERT ON disposition
WHEN NEW.decision = 'cleared'
    AND EXISTS (
        SELECT 1 FROM flagged_transfer AS f
        WHERE f.flag_id = NEW.flag_id
            AND (NEW.actor_key IN (f.changed_by, f.change_approved_by) OR NEW.second_actor_key IN (f.changed_by, f.change_approved_by)))
BEGIN
    SELECT RAISE(ABORT, 'nobody clears a flag on a change of their own');
END;

CREATE TRIGGER disposition_not_updated BEFORE UPDATE ON disposition
BEGIN
    SELECT RAISE(ABORT, 'disposition is append-only');
END;

CREATE TRIGGER disposition_not_deleted BEFORE DELETE ON disposition
BEGIN
    SELECT RAISE(ABORT, 'disposition is append-only');
END;
