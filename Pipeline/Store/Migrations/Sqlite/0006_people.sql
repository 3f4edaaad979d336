-- Two people are two: by the keyed hashes of their names, which are blind to case and spaces. And who is named as the first of two has proposed
-- it: the decision just before on that flag is theirs, so that nobody can be named who never looked.

DROP TRIGGER disposition_takes_two;

CREATE TRIGGER disposition_takes_two BEFORE INSERT ON disposition
WHEN NEW.decision = 'cleared'
    AND EXISTS (SELECT 1 FROM flagged_transfer AS f WHERE f.flag_id = NEW.flag_id AND f.band IN ('high', 'critical'))
    AND NOT EXISTS (
        SELECT 1 FROM disposition AS p
        WHERE p.flag_id = NEW.flag_id AND p.ordinal = NEW.ordinal - 1 AND p.proposes = 'cleared'
            AND p.actor = NEW.second_actor AND LOWER(p.actor) <> LOWER(NEW.actor)
            AND p.actor_key = NEW.second_actor_key AND p.actor_key <> NEW.actor_key)
BEGIN
    SELECT RAISE(ABORT, 'a flag of a high band is cleared by two people');
END;

DROP TRIGGER suppression_by_the_right_people;

CREATE TRIGGER suppression_by_the_right_people BEFORE UPDATE OF approved_by, approved_at ON suppression
WHEN NEW.approved_at IS NOT NULL AND OLD.approved_at IS NULL
    AND (NEW.approved_by IS NULL OR LOWER(NEW.approved_by) = LOWER(NEW.created_by)
        OR NEW.approved_by_key IS NULL OR NEW.created_by_key IS NULL OR NEW.approved_by_key = NEW.created_by_key)
BEGIN
    SELECT RAISE(ABORT, 'a suppression is proposed by one person and approved by another');
END;
