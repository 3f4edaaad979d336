-- Suppressions as people make them: proposed by one, approved by another, ended by their day, by a person, or by themselves when what they
-- hang on has changed. What that is stands with them: the account (scope_key), the person's version, the model and the feature catalogue.

ALTER TABLE suppression ADD COLUMN party_key TEXT NULL;
ALTER TABLE suppression ADD COLUMN bundle_id TEXT NULL;
ALTER TABLE suppression ADD COLUMN catalogue_version TEXT NULL;
ALTER TABLE suppression ADD COLUMN created_by_key TEXT NULL;
ALTER TABLE suppression ADD COLUMN approved_by_key TEXT NULL;
ALTER TABLE suppression ADD COLUMN revoked_by TEXT NULL;
ALTER TABLE suppression ADD COLUMN lapsed_at TEXT NULL;
ALTER TABLE suppression ADD COLUMN ended_why TEXT NULL;

CREATE TRIGGER suppression_is_proposed BEFORE INSERT ON suppression
WHEN NEW.flag_id IS NULL OR NEW.approved_by IS NOT NULL OR NEW.approved_at IS NOT NULL OR NEW.revoked_at IS NOT NULL OR NEW.lapsed_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'a suppression is proposed by one person and approved by another');
END;

CREATE TRIGGER suppression_of_no_list_match BEFORE INSERT ON suppression
WHEN NEW.typology = 'sanctions_match'
BEGIN
    SELECT RAISE(ABORT, 'a list match is suppressed by releasing it, which two people do');
END;

CREATE TRIGGER suppression_by_the_right_people BEFORE UPDATE OF approved_by ON suppression
WHEN NEW.approved_by IS NOT NULL AND LOWER(NEW.approved_by) = LOWER(NEW.created_by)
BEGIN
    SELECT RAISE(ABORT, 'a suppression is proposed by one person and approved by another');
END;

CREATE TRIGGER suppression_not_proposed_on_own_change BEFORE INSERT ON suppression
WHEN EXISTS (SELECT 1 FROM flagged_transfer AS f WHERE f.flag_id = NEW.flag_id AND NEW.created_by_key IN (f.changed_by, f.change_approved_by))
BEGIN
    SELECT RAISE(ABORT, 'nobody suppresses a flag on a change of their own');
END;

CREATE TRIGGER suppression_not_approved_on_own_change BEFORE UPDATE OF approved_by ON suppression
WHEN EXISTS (SELECT 1 FROM flagged_transfer AS f WHERE f.flag_id = NEW.flag_id AND NEW.approved_by_key IN (f.changed_by, f.change_approved_by))
BEGIN
    SELECT RAISE(ABORT, 'nobody suppresses a flag on a change of their own');
END;

-- Approved once, ended once; the rest stands as it was proposed.
CREATE TRIGGER suppression_not_rewritten BEFORE UPDATE ON suppression
WHEN NEW.suppression_id <> OLD.suppression_id OR NEW.employer_id <> OLD.employer_id OR NEW.employee_id <> OLD.employee_id
    OR NEW.typology <> OLD.typology OR NEW.reason_code <> OLD.reason_code OR NEW.scope_key <> OLD.scope_key OR NEW.flag_id IS NOT OLD.flag_id
    OR NEW.note <> OLD.note OR NEW.created_by <> OLD.created_by OR NEW.created_by_key IS NOT OLD.created_by_key OR NEW.created_at <> OLD.created_at
    OR NEW.expires_at <> OLD.expires_at OR NEW.party_key IS NOT OLD.party_key OR NEW.bundle_id IS NOT OLD.bundle_id
    OR NEW.catalogue_version IS NOT OLD.catalogue_version
    OR (OLD.approved_at IS NOT NULL AND (NEW.approved_at IS NOT OLD.approved_at OR NEW.approved_by IS NOT OLD.approved_by))
    OR OLD.revoked_at IS NOT NULL OR OLD.lapsed_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'suppression is append-only');
END;

CREATE TRIGGER suppression_not_deleted BEFORE DELETE ON suppression
BEGIN
    SELECT RAISE(ABORT, 'suppression is append-only');
END;
