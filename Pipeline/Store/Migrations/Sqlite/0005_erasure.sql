-- Free words can be taken out, and nothing else changed. The trail holds a note's hash with a salt that stands beside the note: without the salt
-- nobody can test a guess at what was erased.

ALTER TABLE disposition ADD COLUMN note_salt TEXT NULL;
ALTER TABLE suppression ADD COLUMN note_salt TEXT NULL;

DROP TRIGGER disposition_not_updated;

CREATE TRIGGER disposition_not_updated BEFORE UPDATE ON disposition
WHEN NEW.note <> '[erased]' OR NEW.note_salt IS NOT NULL OR NEW.disposition_id <> OLD.disposition_id OR NEW.flag_id <> OLD.flag_id
    OR NEW.ordinal <> OLD.ordinal OR NEW.decision <> OLD.decision OR NEW.reason_code <> OLD.reason_code OR NEW.actor <> OLD.actor
    OR NEW.decided_at <> OLD.decided_at OR NEW.second_actor IS NOT OLD.second_actor OR NEW.actor_key IS NOT OLD.actor_key
    OR NEW.second_actor_key IS NOT OLD.second_actor_key OR NEW.proposes IS NOT OLD.proposes
BEGIN
    SELECT RAISE(ABORT, 'disposition is append-only');
END;

DROP TRIGGER suppression_not_rewritten;

-- Approved once, ended once; the rest stands as it was proposed, but for an erased note.
CREATE TRIGGER suppression_not_rewritten BEFORE UPDATE ON suppression
WHEN NEW.suppression_id <> OLD.suppression_id OR NEW.employer_id <> OLD.employer_id OR NEW.employee_id <> OLD.employee_id
    OR NEW.typology <> OLD.typology OR NEW.reason_code <> OLD.reason_code OR NEW.scope_key <> OLD.scope_key OR NEW.flag_id IS NOT OLD.flag_id
    OR NEW.created_by <> OLD.created_by OR NEW.created_by_key IS NOT OLD.created_by_key OR NEW.created_at <> OLD.created_at
    OR NEW.expires_at <> OLD.expires_at OR NEW.party_key IS NOT OLD.party_key OR NEW.bundle_id IS NOT OLD.bundle_id
    OR NEW.catalogue_version IS NOT OLD.catalogue_version
    OR ((NEW.note <> OLD.note OR NEW.note_salt IS NOT OLD.note_salt) AND (NEW.note <> '[erased]' OR NEW.note_salt IS NOT NULL))
    OR (OLD.approved_at IS NOT NULL AND (NEW.approved_at IS NOT OLD.approved_at OR NEW.approved_by IS NOT OLD.approved_by))
    OR ((OLD.revoked_at IS NOT NULL OR OLD.lapsed_at IS NOT NULL)
        AND (NEW.revoked_at IS NOT OLD.revoked_at OR NEW.revoked_by IS NOT OLD.revoked_by OR NEW.lapsed_at IS NOT OLD.lapsed_at
            OR NEW.ended_why IS NOT OLD.ended_why OR NEW.approved_at IS NOT OLD.approved_at))
BEGIN
    SELECT RAISE(ABORT, 'suppression is append-only');
END;
