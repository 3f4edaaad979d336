-- @decided_below datetime2(6)
SELECT f.run_id, d.disposition_id, d.flag_id, d.ordinal, d.decision, d.reason_code, d.note, d.actor, d.decided_at, d.second_actor, d.proposes
FROM paysieve.disposition AS d
INNER JOIN paysieve.flagged_transfer AS f ON f.flag_id = d.flag_id
WHERE d.decided_at < @decided_below
ORDER BY d.flag_id, d.ordinal;
