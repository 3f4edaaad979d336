-- @run_id nvarchar(16)
SELECT d.disposition_id, d.flag_id, d.ordinal, d.decision, d.reason_code, d.note, d.actor, d.decided_at, d.second_actor, d.proposes
FROM paysieve.disposition AS d
INNER JOIN paysieve.flagged_transfer AS f ON f.flag_id = d.flag_id
WHERE f.run_id = @run_id
ORDER BY d.flag_id, d.ordinal;
